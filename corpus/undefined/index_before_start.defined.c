/* defined: 6.5.6p8: the look-alike of index_before_start.c */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, i = -1, *p = a + 2;
    printf("%d\n", p[i]);
    return 0;
}
