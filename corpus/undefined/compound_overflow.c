/* undefined: 6.5p5, 6.5.16.2p3: += overflows */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    long x = LONG_MAX;
    x += 1;
    printf("%d\n", x < 0);
    return 0;
}
