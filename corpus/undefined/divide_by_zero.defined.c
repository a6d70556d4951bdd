/* defined: 6.5.5p5: the look-alike of divide_by_zero.c */
#include <stdio.h>

int main(void)
{
    int x = 5, y = 0;
    printf("%d\n", y && x / y);
    return 0;
}
