/* defined: 6.7.3.1p4: the look-alike of restrict_overlap.c */
#include <stdio.h>

static int add(int *p, int *q)
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
