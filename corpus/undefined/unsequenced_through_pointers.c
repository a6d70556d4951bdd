/* undefined: 6.5p2: the same object under two names */
#include <stdio.h>

static int twice(int *p, int *q) { return (*p)++ + (*q)++; }

int main(void)
{
    int x = 1;
    printf("%d\n", twice(&x, &x));
    return 0;
}
