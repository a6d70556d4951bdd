/* defined: 6.5p5: the look-alike of loop_counter_overflow.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int n = 0;
    for (unsigned i = UINT_MAX - 2; i != 0; i++)
        n++;
    printf("%d\n", n);
    return 0;
}
