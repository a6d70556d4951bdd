/* defined: 6.5p7: the look-alike of enumeration_by_pointer.c */
#include <stdio.h>

enum wide { SMALL, LARGE = 0x100000000 };

static int f(int *a, enum wide *b)
{
    *a = 1;
    *b = LARGE;
    return *a;
}

int main(void)
{
    struct { int i; enum wide w; } u;
    printf("%d\n", f(&u.i, &u.w));
    return 0;
}
