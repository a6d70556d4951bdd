/* unspecified: 6.2.6.1p7: a smaller member stored, a larger one read */
#include <stdio.h>

int main(void)
{
    union { short s; long l; } u;
    u.s = 1;
    printf("%d\n", (int)u.l);
    return 0;
}
