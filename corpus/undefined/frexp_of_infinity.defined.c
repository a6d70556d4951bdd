/* defined: 7.12.6.4p3: the look-alike of frexp_of_infinity.c */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile double x = 1e30;
    int e = 9;
    double f = frexp(x, &e);
    printf("%d %d\n", e, f > 0);
    return 0;
}
