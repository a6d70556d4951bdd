/* defined: 6.5.2.2p9: a table of functions of one type */
#include <stdio.h>

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int (*const table[])(int, int) = {add, sub};

int main(void)
{
    printf("%d\n", table[0](5, 3) * table[1](5, 3));
    return 0;
}
