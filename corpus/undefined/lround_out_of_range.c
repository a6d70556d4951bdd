/* unspecified: 7.12.9.7p2: lround of a value that a long does not hold */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile double x = 1e30;
    printf("%ld\n", lround(x));
    return 0;
}
