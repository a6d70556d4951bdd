/* unspecified: 6.2.6.1p7, J.1: the bytes beyond the member stored last */
#include <stdio.h>

int main(void)
{
    union { char c; int i; } u;
    u.i = -1;
    u.c = 1;
    printf("%d\n", u.i);
    return 0;
}
