/* undefined: 6.3.1.4p1: NaN converted to int */
#include <stdio.h>

int main(void)
{
    volatile double zero = 0;
    double d = zero / zero;
    printf("%d\n", (int)d);
    return 0;
}
