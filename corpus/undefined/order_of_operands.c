/* unspecified: 6.5p3, J.1: a difference of two calls */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    printf("%d\n", next() - next());
    return 0;
}
