/* defined: 6.5p3, J.1: the look-alike of order_cancels.c */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    int a = next() + next(), b = next() * next();
    printf("%d\n", a * b);
    return 0;
}
