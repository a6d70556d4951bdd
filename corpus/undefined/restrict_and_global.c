/* undefined: 6.7.3.1p4: a static object changed beside a restrict pointer to it */
#include <stdio.h>

static int x = 1;
static int set(int *restrict p)
{
    *p = 5;
    x = 6;
    return *p;
}

int main(void)
{
    printf("%d\n", set(&x));
    return 0;
}
