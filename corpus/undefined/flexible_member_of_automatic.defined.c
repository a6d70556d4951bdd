/* defined: 6.7.2.1p18: the look-alike of flexible_member_of_automatic.c */
#include <stdio.h>

int main(void)
{
    union { struct f { int n; int a[]; } s; int room[4]; } u;
    u.s.n = 1;
    u.s.a[0] = 4;
    printf("%d\n", u.s.a[0]);
    return 0;
}
