/* defined: 6.5p7: the look-alike of alias_first_members.c */
#include <stdio.h>

struct A { int kind; float a; };
struct B { int kind; int b; };
static int mixed(struct A *a, struct A *b)
{
    a->kind = 1;
    b->kind = 2;
    return a->kind;
}
int main(void)
{
    struct A a = {0, 0};
    printf("%d\n", mixed(&a, (struct A *)&a));
    return 0;
}
