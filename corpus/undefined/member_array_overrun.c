/* undefined: 6.5.6p8: an array member overrun into the next member */
#include <stdio.h>

int main(void)
{
    struct { int a[2]; int b; } s = {{1, 2}, 3};
    int i = 2;
    printf("%d\n", s.a[i]);
    return 0;
}
