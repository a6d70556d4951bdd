/* defined: F.2.1, 6.3.1.5p1: IEC 60559 has an infinity for a double that no float holds */
#include <stdio.h>

int main(void)
{
    volatile double x = 1e300, zero = 0;
    printf("%f %f\n", (double)(float)x, 1 / zero);
    return 0;
}
