/* undefined: 6.5.2.2p1: a call through a null pointer */
#include <stdio.h>

static int (*f)(void);

int main(void)
{
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", f());
    return 0;
}
