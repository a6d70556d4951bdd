/* undefined: 6.5.6p8: a variable-length array overrun */
#include <stdio.h>

int main(void)
{
    int n = 4, i = 4;
    int a[n];
    for (int k = 0; k < n; k++)
        a[k] = k;
    printf("%d\n", a[i]);
    return 0;
}
