/* defined: 6.2.5p9: unsigned arithmetic is modulo 2^n */
#include <stdio.h>

int main(void)
{
    unsigned x = 0;
    printf("%d\n", x - 1 > 5);
    return 0;
}
