/* undefined: 7.22.6.1p2: labs of the smallest long */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    volatile long x = LONG_MIN;
    printf("%ld\n", labs(x));
    return 0;
}
