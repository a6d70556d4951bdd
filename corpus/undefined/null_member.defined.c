/* defined: 6.5.3.2p4: the look-alike of null_member.c */
#include <stdio.h>

int main(void)
{
    struct s { int a, b; } v = {1, 2}, *p = &v;
    printf("%d\n", p ? p->b : 0);
    return 0;
}
