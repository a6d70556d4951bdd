/* defined: 6.7.3p6: the look-alike of const_static_modified.c */
#include <stdio.h>

static int table[2] = {1, 2};

int main(void)
{
    const int *q = table;
    int *p = (int *)q;
    printf("%d\n", table[1]);
    p[1] = 3;
    printf("%d\n", table[1]);
    return 0;
}
