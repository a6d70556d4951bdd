/* defined: 7.1.3p2: the look-alike of library_function_defined.c */
#include <stdio.h>

static int abs(int x) { return x + 1; }
int main(void)
{
    volatile int x = -5;
    printf("%d\n", abs(x));
    return 0;
}
