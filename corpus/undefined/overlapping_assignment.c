/* undefined: 6.5.16.1p3: assignment between overlapping members */
#include <stdio.h>

int main(void)
{
    union { struct { int a; int b[2]; } x; struct { int b[2]; int a; } y; } u = {{1, {2, 3}}};
    typedef struct { int v[2]; } pair;
    pair *p = (pair *)&u.x.b, *q = (pair *)&u.y.b;
    *q = *p;
    printf("%d\n", u.y.b[0]);
    return 0;
}
