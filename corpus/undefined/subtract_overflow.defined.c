/* defined: 6.5p5: the look-alike of subtract_overflow.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    unsigned x = 0, y = 1;
    printf("%d\n", x - y == UINT_MAX);
    return 0;
}
