/* defined: 7.22.6.1p2: the look-alike of labs_minimum.c */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    volatile long x = -LONG_MAX;
    printf("%ld\n", labs(x));
    return 0;
}
