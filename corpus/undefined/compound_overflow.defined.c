/* defined: 6.5p5, 6.5.16.2p3: the look-alike of compound_overflow.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    unsigned long x = ULONG_MAX;
    x += 2;
    printf("%d\n", (int)x);
    return 0;
}
