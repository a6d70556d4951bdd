/* defined: 6.5p5: the look-alike of add_overflow.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MAX - 1, y = 1;
    printf("%d\n", x + y);
    return 0;
}
