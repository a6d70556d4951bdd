/* undefined: 6.3.2.1p2, 6.2.6.1: a member that the function that returned the structure left unset is read */
#include <stdio.h>

struct S { int a, b; };
static struct S make(int a)
{
    struct S s;
    s.a = a;
    return s;
}
int main(void)
{
    struct S s = make(4), copy = s;
    printf("%d\n", copy.b);
    return 0;
}
