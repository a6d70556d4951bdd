/* unspecified: 6.7.9p23, J.1: the initializers of a list */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    int a[2] = {next(), next()};
    printf("%d\n", a[0] * 10 + a[1]);
    return 0;
}
