/* defined: 6.5p5: the look-alike of multiply_overflow.c */
#include <stdio.h>

int main(void)
{
    unsigned x = 65536;
    printf("%d\n", x * x + 3);
    return 0;
}
