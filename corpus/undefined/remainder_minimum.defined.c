/* defined: 6.5.5p6: the look-alike of remainder_minimum.c */
#include <stdio.h>

int main(void)
{
    int x = -7, y = 2;
    printf("%d\n", x % y);
    return 0;
}
