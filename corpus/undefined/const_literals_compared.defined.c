/* defined: 6.5.2.5p7: the look-alike of const_literals_compared.c */
#include <stdio.h>

int main(void)
{
    const int *p = (int[]){1, 2}, *q = (int[]){1, 2};
    printf("%d\n", p == q);
    return 0;
}
