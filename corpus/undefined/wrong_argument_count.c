/* undefined: 6.5.2.2p6: too few arguments without a prototype */
#include <stdio.h>

static int sum();

int main(void)
{
    printf("%d\n", sum(1));
    return 0;
}

static int sum(int a, int b) { return a * 0 + b * 0 + 3; }
