/* undefined: 6.5p2: the comma between arguments is no operator */
#include <stdio.h>

static int add(int a, int b) { return a * 10 + b; }

int main(void)
{
    int x = 1;
    printf("%d\n", add(x = 2, x));
    return 0;
}
