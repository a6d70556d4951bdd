/* undefined: 6.7.9p10: a member of an automatic structure has no value */
#include <stdio.h>

int main(void)
{
    struct { int a, b; } s;
    s.a = 1;
    printf("%d\n", s.b);
    return 0;
}
