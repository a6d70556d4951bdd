/* unspecified: 6.5.9p6, J.1: whether one object lies behind another */
#include <stdio.h>

static int a[4], b[4];

int main(void)
{
    printf("%d\n", a + 4 == b || b + 4 == a);
    return 0;
}
