/* defined: 6.3.1.4p1: the look-alike of nan_to_int.c */
#include <stdio.h>

int main(void)
{
    volatile double zero = 0;
    double d = zero / zero;
    printf("%d\n", d != d);
    return 0;
}
