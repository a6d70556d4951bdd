/* defined: 6.5.2.2p10: the look-alike of order_of_random.c */
#include <stdio.h>
#include <stdlib.h>

static int minus(int a, int b) { return a - b; }
int main(void)
{
    srand(1);
    int a = rand() % 100, b = rand() % 100;
    printf("%d\n", minus(a, b) == a - b);
    return 0;
}
