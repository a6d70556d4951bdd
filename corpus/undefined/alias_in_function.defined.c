/* defined: 6.5p7: the look-alike of alias_in_function.c */
#include <stdio.h>

static int set(int *i, unsigned *f)
{
    *i = 1;
    *f = 2;
    return *i;
}

int main(void)
{
    int x;
    printf("%d\n", set(&x, (unsigned *)&x));
    return 0;
}
