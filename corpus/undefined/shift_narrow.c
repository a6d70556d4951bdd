/* undefined: 6.5.7p3: a char operand is promoted to int: a count of 32 is too much */
#include <stdio.h>

int main(void)
{
    unsigned char x = 1;
    int n = 32;
    printf("%d\n", x << n);
    return 0;
}
