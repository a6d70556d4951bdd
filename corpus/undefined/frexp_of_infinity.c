/* unspecified: 7.12.6.4p3: the exponent of infinity */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile double x = INFINITY;
    int e = 9;
    double f = frexp(x, &e);
    printf("%d %d\n", e, f > 0);
    return 0;
}
