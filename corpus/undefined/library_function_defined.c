/* undefined: 7.1.3p2: a library function defined with external linkage */
#include <stdio.h>

int abs(int x) { return x + 1; }
int main(void)
{
    volatile int x = -5;
    printf("%d\n", abs(x));
    return 0;
}
