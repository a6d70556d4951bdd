/* undefined: J.2 6.5.6p8: a[1][7] of int a[4][5] is accessible, but out of range */
#include <stdio.h>

int main(void)
{
    int a[4][5] = {{0}}, i = 7;
    a[2][2] = 9;
    printf("%d\n", a[1][i]);
    return 0;
}
