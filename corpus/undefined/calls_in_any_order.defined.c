/* defined: 6.5.2.2p10: calls that do not disturb each other */
#include <stdio.h>

static int calls;
static int square(int x)
{
    calls++;
    return x * x;
}

int main(void)
{
    printf("%d %d\n", square(2), square(3));
    printf("%d\n", calls);
    return 0;
}
