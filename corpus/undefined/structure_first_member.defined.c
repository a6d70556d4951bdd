/* defined: 6.7.2.1p15: a pointer to a structure is one to its first member */
#include <stdio.h>

int main(void)
{
    struct { int a; char b; } s = {4, 5};
    printf("%d\n", *(int *)&s);
    return 0;
}
