/* defined: 6.5p7: the look-alike of alias_structures.c */
#include <stdio.h>

struct a { int x, y; };
struct b { struct a inner; int z; };

int main(void)
{
    struct b v = {{1, 2}, 3};
    struct a *p = (struct a *)&v;
    printf("%d\n", p->y);
    return 0;
}
