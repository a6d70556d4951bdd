/* undefined: 6.7.3.1p4: read through one, changed through the other */
#include <stdio.h>

static int sum(const int *restrict p, int *q)
{
    int before = *p;
    *q = 9;
    return before + *p;
}

int main(void)
{
    int x = 1;
    printf("%d\n", sum(&x, &x));
    return 0;
}
