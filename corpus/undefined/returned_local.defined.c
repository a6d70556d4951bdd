/* defined: 6.2.4p2: the look-alike of returned_local.c */
#include <stdio.h>

static int *local(void)
{
    static int x = 4;
    int *p = &x;
    return p;
}

int main(void)
{
    printf("%d\n", *local());
    return 0;
}
