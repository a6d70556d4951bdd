/* defined: 6.2.6.1p7, J.1: the look-alike of union_smaller_member.c */
#include <stdio.h>

int main(void)
{
    union { char c; int i; } u;
    u.i = -1;
    u.c = 1;
    printf("%d\n", u.c);
    return 0;
}
