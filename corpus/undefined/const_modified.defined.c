/* defined: 6.7.3p6: the look-alike of const_modified.c */
#include <stdio.h>

int main(void)
{
    int x = 5;
    const int *q = &x;
    int *p = (int *)q;
    *p = 6;
    printf("%d\n", x);
    return 0;
}
