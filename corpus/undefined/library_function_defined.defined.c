/* defined: 7.1.3p2: the look-alike of library_function_defined.c */
#include <stdio.h>

static int abs_(int x)
{
    return x + 100;
}

int main(void)
{
    volatile int n = -5;
    printf("%d\n", abs_(n));
    return 0;
}
