/* undefined: 6.7.3p6: a const object modified through a pointer */
#include <stdio.h>

int main(void)
{
    const int x = 5;
    int *p = (int *)&x;
    *p = 6;
    printf("%d\n", x);
    return 0;
}
