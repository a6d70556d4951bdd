/* defined: 6.5p3, J.1: the look-alike of order_of_operands.c */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    int a = next();
    printf("%d\n", a - next());
    return 0;
}
