/* undefined: 6.5.2.2p6: a float parameter and a call without prototype */
#include <stdio.h>

static int whole(float a) { return (int)a; }

int main(void)
{
    int (*g)() = (int (*)())whole;
    printf("%d\n", g(1.5f) != 12345);
    return 0;
}
