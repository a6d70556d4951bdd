/* defined: 6.5.5p6: the look-alike of divide_minimum.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MIN, y = -2;
    printf("%d\n", x / y);
    return 0;
}
