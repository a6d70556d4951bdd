/* unspecified: F.2.1p1: the sign of a NaN that an operation gives */
#include <math.h>
#include <stdio.h>

int main(void)
{
    double zero = 0.0;
    double n = zero / zero;
    printf("%d %f\n", n != n, n);
    return 0;
}
