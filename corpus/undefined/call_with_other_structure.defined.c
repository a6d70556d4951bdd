/* defined: 6.5.2.2p9: the look-alike of call_with_other_structure.c */
#include <stdio.h>

struct A { int a; };
struct B { int b; };
static int get(struct A x) { return x.a; }

int main(void)
{
    int (*f)(struct A) = (int (*)(struct A))get;
    struct A arg = {4};
    printf("%d\n", f(arg));
    return 0;
}
