/* defined: 6.5.6p9: the look-alike of subtracted.c */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2};
    printf("%d\n", (int)(a + 2 - a));
    return 0;
}
