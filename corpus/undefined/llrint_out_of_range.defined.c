/* defined: 7.12.9.5p2: the look-alike of llrint_out_of_range.c */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile float x = 1e10f;
    printf("%lld\n", llrintf(x));
    return 0;
}
