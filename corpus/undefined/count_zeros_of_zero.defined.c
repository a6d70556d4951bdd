/* defined: gcc manual, __builtin_clz: the look-alike of count_zeros_of_zero.c */
#include <stdio.h>

int main(void)
{
    unsigned n = 1;
    printf("%d\n", __builtin_clz(n));
    return 0;
}
