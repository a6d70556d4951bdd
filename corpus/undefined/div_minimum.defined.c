/* defined: 7.22.6.2p2, 6.5.5p6: the look-alike of div_minimum.c */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    volatile int least = -INT_MAX, minus = -1;
    if (least == 0)
        return 1;
    div_t d = {0, 0};
    if (minus == -1)
        d.quot = 7;
    if (least < 0)
        d = div(least, minus);
    printf("%d\n", d.rem);
    return 0;
}
