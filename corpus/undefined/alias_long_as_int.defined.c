/* defined: 6.5p7: the look-alike of alias_long_as_int.c */
#include <stdio.h>

int main(void)
{
    long x = 1;
    unsigned long *p = (unsigned long *)&x;
    *p = 2;
    printf("%d\n", (int)x);
    return 0;
}
