/* defined: 7.6.1p2: the look-alike of rounding_mode.c */
#include <fenv.h>
#include <stdio.h>

int main(void)
{
    volatile double one = 1.0, three = 3.0;
    fesetround(FE_TONEAREST);
    double third = one / three;
    printf("%.20f %.20f\n", third, 1.0 / 3.0);
    return 0;
}
