/* undefined: 6.7.3.1p4: two restrict pointers to one object, which changes */
#include <stdio.h>

static int add(int *restrict p, int *restrict q)
{
    *p = 1;
    *q = 2;
    return *p;
}

int main(void)
{
    int x;
    printf("%d\n", add(&x, &x));
    return 0;
}
