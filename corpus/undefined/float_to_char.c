/* undefined: 6.3.1.4p1: 300.0 converted to signed char */
#include <stdio.h>

int main(void)
{
    float f = 300.0f;
    printf("%d\n", (signed char)f);
    return 0;
}
