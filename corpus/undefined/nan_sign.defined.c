/* defined: F.2.1p1: the look-alike of nan_sign.c */
#include <math.h>
#include <stdio.h>

int main(void)
{
    double zero = 0.0;
    double n = zero / zero;
    printf("%d\n", n != n);
    return 0;
}
