/* defined: 6.5.6p8: the look-alike of one_past_dereferenced.c */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2}, *p = a + 2;
    printf("%d\n", (int)(p - a));
    return 0;
}
