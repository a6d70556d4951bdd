/* undefined: 6.7.2.1p18: a structure with a flexible member and no room for it */
#include <stdio.h>

int main(void)
{
    struct f { int n; int a[]; } s;
    s.n = 1;
    printf("%d\n", 1);
    s.a[0] = 4;
    printf("%d\n", s.a[0]);
    return 0;
}
