/* defined: 6.5.6p8: the look-alike of index_past_end.c */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, i = 4;
    printf("%d\n", a[i - 1]);
    return 0;
}
