/* undefined: 6.7.3p6: a const member modified */
#include <stdio.h>

int main(void)
{
    struct { const int a; int b; } s = {1, 2};
    *(int *)&s.a = 3;
    printf("%d\n", s.a);
    return 0;
}
