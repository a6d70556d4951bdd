/* defined: 6.7.3.1p4: the look-alike of restrict_local.c */
#include <stdio.h>

int main(void)
{
    int x[2] = {1, 2};
    int *restrict p = x, *restrict q = x + 1;
    *p = 5;
    *q = 6;
    printf("%d\n", *p);
    return 0;
}
