/* unspecified: 6.5p3, J.1: two places that hide each other */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    int a = next() - next(), b = next() - next();
    printf("%d\n", a * b);
    printf("%d\n", a);
    return 0;
}
