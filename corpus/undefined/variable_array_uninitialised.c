/* undefined: 6.7.9p10: an element of a variable-length array without a value */
#include <stdio.h>

int main(void)
{
    int n = 4;
    int a[n];
    a[0] = 1;
    printf("%d\n", a[2]);
    return 0;
}
