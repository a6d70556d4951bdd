/* defined: J.2 6.5.6p8: the look-alike of index_in_wrong_row.c */
#include <stdio.h>

int main(void)
{
    int a[4][5] = {{0}}, i = 7;
    a[2][2] = 9;
    printf("%d\n", ((int *)&a)[1 * 5 + i]);
    return 0;
}
