/* defined: 6.5p7: the look-alike of alias_long_long.c */
#include <stdio.h>

int main(void)
{
    long x = 1;
    const long *p = &x;
    printf("%d\n", (int)*p);
    return 0;
}
