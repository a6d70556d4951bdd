/* defined: 6.5.16.2p3, J.1: the look-alike of order_of_compound.c */
#include <stdio.h>

static int x = 1, y = 1;
static int change(void)
{
    x = 10;
    return 1;
}

int main(void)
{
    y += change();
    printf("%d\n", y + x);
    return 0;
}
