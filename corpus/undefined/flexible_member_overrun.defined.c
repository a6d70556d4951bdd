/* defined: 6.7.2.1p18: the look-alike of flexible_member_overrun.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    struct f { int n; int a[]; } *p = malloc(sizeof *p + 3 * sizeof(int));
    p->n = 2;
    p->a[0] = p->a[1] = 1;
    p->a[2] = 5;
    printf("%d\n", p->a[2]);
    return 0;
}
