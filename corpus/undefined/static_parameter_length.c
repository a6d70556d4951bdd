/* undefined: 6.7.6.3p7: int a[static 4] and an array of two */
#include <stdio.h>

static int last(int n, int a[static 4]) { return a[n]; }

int main(void)
{
    int a[2] = {1, 2};
    printf("%d\n", last(3, a));
    return 0;
}
