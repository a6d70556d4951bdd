/* unspecified: 6.5.16.2p3, J.1: x += f(), where f changes x */
#include <stdio.h>

static int x = 1;
static int change(void)
{
    x = 10;
    return 1;
}

int main(void)
{
    x += change();
    printf("%d\n", x);
    return 0;
}
