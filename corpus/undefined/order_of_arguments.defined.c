/* defined: 6.5.2.2p10, J.1: the look-alike of order_of_arguments.c */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    printf("%d\n", next() + next());
    return 0;
}
