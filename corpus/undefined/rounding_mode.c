/* undefined: 7.6.1p2: another rounding mode where FENV_ACCESS is off */
#include <fenv.h>
#include <stdio.h>

int main(void)
{
    volatile double one = 1.0, three = 3.0;
    fesetround(FE_UPWARD);
    double third = one / three;
    printf("%.20f %.20f\n", third, 1.0 / 3.0);
    return 0;
}
