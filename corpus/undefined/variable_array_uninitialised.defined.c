/* defined: 6.7.9p10: the look-alike of variable_array_uninitialised.c */
#include <stdio.h>

int main(void)
{
    int n = 4;
    int a[n];
    a[0] = 1;
    printf("%d\n", a[0]);
    return 0;
}
