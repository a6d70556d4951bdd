/* defined: 6.7.3p6, 6.5.2.3p3: a member of a union is modified that another one, a const one, shares its bytes with */
#include <stdio.h>

union U { int a; const volatile short b; };
static union U all[2] = {{1}, {3}};

int main(void)
{
    int *p = &all[1].a;
    *p = 5;
    printf("%d\n", all[1].b);
    return 0;
}
