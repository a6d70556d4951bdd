/* undefined: 6.5.2.2p9: a function called as one that takes another structure */
#include <stdio.h>

struct A { int a; };
struct B { int b; };
static int get(struct A x) { return x.a; }

int main(void)
{
    int (*f)(struct B) = (int (*)(struct B))get;
    struct B arg = {4};
    printf("%d\n", f(arg));
    return 0;
}
