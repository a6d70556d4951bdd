/* defined: 6.5p5, 6.3.1.1p2: the look-alike of promoted_multiply_overflow.c */
#include <stdio.h>

int main(void)
{
    unsigned short x = 65535;
    printf("%d\n", (unsigned)x * x != 0);
    return 0;
}
