/* undefined: 7.1.3p2: a definition of a library function */
#include <stdio.h>

int abs(int x)
{
    return x + 100;
}

int main(void)
{
    volatile int n = -5;
    printf("%d\n", abs(n));
    return 0;
}
