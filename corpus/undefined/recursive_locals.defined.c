/* defined: 6.2.4p6: each call has its own objects */
#include <stdio.h>

static int sum(int n, int *outer)
{
    int mine = n + *outer;
    return n ? sum(n - 1, &mine) : mine;
}

int main(void)
{
    int zero = 0;
    printf("%d\n", sum(5, &zero));
    return 0;
}
