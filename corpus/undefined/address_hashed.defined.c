/* defined: 6.3.2.3p6: the look-alike of address_hashed.c */
#include <stdio.h>

int main(void)
{
    int x;
    printf("%d\n", (int)((unsigned long)&x & 3));
    return 0;
}
