/* defined: 6.5.5p5: the look-alike of remainder_by_zero.c */
#include <stdio.h>

int main(void)
{
    double x = 5, y = 0;
    printf("%d\n", x / y > 1e300);
    return 0;
}
