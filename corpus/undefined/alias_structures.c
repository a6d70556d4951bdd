/* undefined: 6.5p7: a structure used as another with the same members */
#include <stdio.h>

struct a { int x, y; };
struct b { int x, y; };

int main(void)
{
    struct a v = {1, 2};
    struct b *p = (struct b *)&v;
    printf("%d\n", p->y);
    return 0;
}
