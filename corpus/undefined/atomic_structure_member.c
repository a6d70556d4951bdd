/* undefined: 6.5.2.3p5: a member of an atomic structure is accessed */
#include <stdio.h>

struct S { int a, b; };
static _Atomic struct S s;
int main(void)
{
    s.a = 1;
    printf("%d\n", s.a);
    return 0;
}
