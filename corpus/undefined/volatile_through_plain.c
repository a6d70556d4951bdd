/* undefined: 6.7.3p6: a volatile object accessed through a plain lvalue */
#include <stdio.h>

int main(void)
{
    volatile int x = 5;
    int *p = (int *)&x;
    printf("%d\n", *p);
    return 0;
}
