/* defined: 6.5p7: the look-alike of union_by_pointer.c */
#include <stdio.h>

union u { int i; float f; };
static int read(union u *p) { return p->i; }

int main(void)
{
    union u u;
    u.f = 1.0f;
    printf("%d\n", read(&u));
    return 0;
}
