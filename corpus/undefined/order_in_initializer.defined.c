/* defined: 6.7.9p23, J.1: the look-alike of order_in_initializer.c */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    int a[1] = {next()}, b = next();
    printf("%d\n", a[0] * 10 + b);
    return 0;
}
