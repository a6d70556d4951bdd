/* undefined: 6.5p5, 6.3.1.1p2: unsigned short operands are promoted to int, whose product overflows */
#include <stdio.h>

int main(void)
{
    unsigned short x = 65535;
    printf("%d\n", x * x != 0);
    return 0;
}
