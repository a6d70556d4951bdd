/* defined: 6.5p5, 6.5.2.4p2: the look-alike of increment_overflow.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    signed char x = SCHAR_MAX;
    x++;
    printf("%d\n", x);
    return 0;
}
