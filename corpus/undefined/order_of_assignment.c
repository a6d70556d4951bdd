/* unspecified: 6.5.16p3, J.1: the address is computed before or behind the value */
#include <stdio.h>

static int i;
static int next(void) { return ++i; }

int main(void)
{
    int a[3] = {0};
    a[i] = next();
    printf("%d\n", a[0]);
    return 0;
}
