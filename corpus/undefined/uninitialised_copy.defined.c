/* defined: 6.7.9p10: the look-alike of uninitialised_copy.c */
#include <stdio.h>

int main(void)
{
    struct { int a, b; } x, y;
    x.a = 3;
    y = x;
    printf("%d\n", y.a);
    return 0;
}
