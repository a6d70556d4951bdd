/* defined: 6.7.3p6: the look-alike of const_member_modified.c */
#include <stdio.h>

int main(void)
{
    struct { const int a; int b; } s = {1, 2};
    *(int *)&s.b = 3;
    printf("%d\n", s.b);
    return 0;
}
