/* defined: 6.3.2.3p6: the look-alike of function_address_printed.c */
#include <stdio.h>

int main(void)
{
    printf("%d\n", (unsigned long)&main != 0);
    return 0;
}
