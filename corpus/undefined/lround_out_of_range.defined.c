/* defined: 7.12.9.7p2: the look-alike of lround_out_of_range.c */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile double x = 1e15;
    printf("%ld\n", lround(x));
    return 0;
}
