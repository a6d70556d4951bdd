/* defined: 6.7.3.1p4: the look-alike of restrict_and_global.c */
#include <stdio.h>

static int x = 1, y;
static int set(int *restrict p)
{
    *p = 5;
    x = 6;
    return *p;
}

int main(void)
{
    printf("%d\n", set(&y));
    return 0;
}
