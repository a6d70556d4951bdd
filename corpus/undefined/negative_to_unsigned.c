/* undefined: 6.3.1.4p1: -2.0 converted to unsigned */
#include <stdio.h>

int main(void)
{
    double d = -2.0;
    printf("%d\n", (int)(unsigned)d);
    return 0;
}
