/* undefined: 6.3.1.4p1: a floating value outside of int */
#include <stdio.h>

int main(void)
{
    double d = 1e10;
    printf("%d\n", (int)d);
    return 0;
}
