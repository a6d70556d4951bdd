/* defined: 6.5.6p8: the look-alike of variable_array_overrun.c */
#include <stdio.h>

int main(void)
{
    int n = 4, i = 3;
    int a[n];
    for (int k = 0; k < n; k++)
        a[k] = k;
    printf("%d\n", a[i]);
    return 0;
}
