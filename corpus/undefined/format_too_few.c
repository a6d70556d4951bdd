/* undefined: 7.21.6.1p2: fewer arguments than conversions */
#include <stdio.h>

int main(void)
{
    printf("%d %d\n", 1);
    return 0;
}
