/* defined: 6.5.2.3p6: structures in a union with the same first members */
#include <stdio.h>

int main(void)
{
    union { struct { int kind, x; } a; struct { int kind; float f; } b; } u;
    u.a.kind = 3;
    u.a.x = 4;
    printf("%d\n", u.b.kind);
    return 0;
}
