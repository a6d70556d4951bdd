/* defined: 6.2.4p2: the look-alike of returned_local_compared.c */
#include <stdio.h>

static int *local(int *x)
{
    int *p = x;
    return p;
}

int main(void)
{
    int x;
    printf("%d\n", local(&x) == 0);
    return 0;
}
