/* defined: 6.5.16p3, J.1: the look-alike of order_of_assignment.c */
#include <stdio.h>

static int i;
static int next(void) { return ++i; }

int main(void)
{
    int a[3] = {0}, v = next();
    a[i] = v;
    printf("%d\n", a[1]);
    return 0;
}
