/* defined: 6.5.2.3p5: the look-alike of atomic_structure_member.c */
#include <stdio.h>

struct S { int a, b; };
static volatile struct S s;
int main(void)
{
    s.a = 1;
    printf("%d\n", s.a);
    return 0;
}
