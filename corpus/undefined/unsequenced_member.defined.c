/* defined: 6.5p2: the look-alike of unsequenced_member.c */
#include <stdio.h>

int main(void)
{
    struct { int a, b; } s = {1, 2};
    s.b = (s.a = 3, s.a = 4);
    printf("%d\n", s.a);
    return 0;
}
