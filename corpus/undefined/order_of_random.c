/* unspecified: 6.5.2.2p10: rand called twice for the arguments of one call */
#include <stdio.h>
#include <stdlib.h>

static int minus(int a, int b) { return a - b; }
int main(void)
{
    srand(1);
    printf("%d\n", minus(rand() % 100, rand() % 100) > 0);
    return 0;
}
