/* undefined: 6.5p7: two structures that begin alike are mixed */
#include <stdio.h>

struct A { int kind; float a; };
struct B { int kind; int b; };
static int mixed(struct A *a, struct B *b)
{
    a->kind = 1;
    b->kind = 2;
    return a->kind;
}
int main(void)
{
    struct A a = {0, 0};
    printf("%d\n", mixed(&a, (struct B *)&a));
    return 0;
}
