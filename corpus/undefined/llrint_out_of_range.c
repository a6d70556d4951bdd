/* unspecified: 7.12.9.5p2: llrint of a value that does not fit */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile float x = 1e30f;
    printf("%lld\n", llrintf(x));
    return 0;
}
