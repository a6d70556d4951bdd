/* defined: 7.21.6.1p8: the look-alike of address_printed.c */
#include <stdio.h>

int main(void)
{
    int x;
    printf("%d\n", &x == (void *)&x);
    return 0;
}
