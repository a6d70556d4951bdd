/* undefined: 6.7.9p10: one element of an automatic array has no value */
#include <stdio.h>

int main(void)
{
    int a[4];
    a[0] = a[1] = a[3] = 1;
    printf("%d\n", a[2]);
    return 0;
}
