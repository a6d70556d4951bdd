/* undefined: 6.7.3p6: a const member of a structure in an array is modified through a pointer */
#include <stdio.h>

struct S { int a; const int b; };
static struct S all[2] = {{1, 2}, {3, 4}};

int main(void)
{
    int *p = (int *)&all[1].b;
    *p = 5;
    printf("%d\n", all[1].b);
    return 0;
}
