/* undefined: 6.7.9p10: a bit-field that was never set */
#include <stdio.h>

int main(void)
{
    struct { unsigned a : 3, b : 5; } s;
    s.a = 1;
    printf("%d\n", s.b);
    return 0;
}
