/* undefined: 6.2.4p2: the value of such a pointer is used, though nothing is read through it */
#include <stdio.h>

static int *local(void)
{
    int x = 4;
    int *p = &x;
    return p;
}

int main(void)
{
    printf("%d\n", local() == 0);
    return 0;
}
