/* defined: 6.5.6p8: the look-alike of null_arithmetic.c */
#include <stdio.h>

int main(void)
{
    char *p = 0;
    int n = 0;
    printf("%d\n", p == 0 && n == 0);
    return 0;
}
