/* undefined: 6.5.2.2p6: a variadic function called without its prototype */
#include <stdio.h>

static int f(int n, ...) { return n; }

int main(void)
{
    int (*g)() = (int (*)())f;
    printf("%d\n", g(1, 2));
    return 0;
}
