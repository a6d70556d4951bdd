/* undefined: 6.5.16.1p3: a union member assigned from one of another type */
#include <stdio.h>

int main(void)
{
    union { int i; long l; } u;
    u.i = 5;
    u.l = u.i;
    printf("%d\n", (int)u.l);
    return 0;
}
