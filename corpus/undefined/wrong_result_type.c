/* undefined: 6.5.2.2p9: the result is of another type */
#include <stdio.h>

static double half(int x) { return x / 2.0; }

int main(void)
{
    int (*f)(int) = (int (*)(int))half;
    printf("%d\n", f(4) != 12345);
    return 0;
}
