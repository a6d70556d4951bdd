/* undefined: 6.2.4p2: the address of a local object is returned and used */
#include <stdio.h>

static int *local(void)
{
    int x = 4;
    int *p = &x;
    return p;
}

int main(void)
{
    printf("%d\n", *local());
    return 0;
}
