/* defined: 6.2.6.1p6: a record with members not set may be copied */
#include <stdio.h>

int main(void)
{
    struct s { int a, b; } x, y;
    x.a = 3;
    y = x;
    y.b = 2;
    printf("%d\n", y.a + y.b);
    return 0;
}
