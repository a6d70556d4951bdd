/* defined: 6.7.3p6: the look-alike of const_compound_literal.c */
#include <stdio.h>

static int *first(const int *p) { return (int *)p; }
int main(void)
{
    int *p = first((int[]){1, 2});
    p[0] = 3;
    printf("%d\n", p[0]);
    return 0;
}
