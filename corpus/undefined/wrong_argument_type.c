/* undefined: 6.5.2.2p6: a double for an int without a prototype */
#include <stdio.h>

static int same();

int main(void)
{
    printf("%d\n", same(1.5) != 12345);
    return 0;
}

static int same(int a) { return a; }
