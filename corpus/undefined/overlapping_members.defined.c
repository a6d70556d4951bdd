/* defined: 6.5.16.1p3: the look-alike of overlapping_members.c */
#include <stdio.h>

int main(void)
{
    union { int i; unsigned u; } u;
    u.i = 5;
    u.u = (unsigned)u.i;
    printf("%d\n", (int)u.u);
    return 0;
}
