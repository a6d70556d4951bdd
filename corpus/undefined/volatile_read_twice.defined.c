/* defined: 6.7.3p7: a volatile object read in two operands */
#include <stdio.h>

int main(void)
{
    volatile int v = 3;
    int sum = v;
    sum += v;
    printf("%d\n", sum);
    return 0;
}
