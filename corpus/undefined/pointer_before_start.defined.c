/* defined: 6.5.6p8: the look-alike of pointer_before_start.c */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, *p = a, n = 0;
    for (p = a + 4; p > a;)
        n += *--p;
    printf("%d\n", n);
    return 0;
}
