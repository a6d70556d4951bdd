/* defined: 7.21.6.1p5, p9: the look-alike of format_star_long.c */
#include <stdio.h>

int main(void)
{
    printf("%*d|\n", (short)6, 5);
    return 0;
}
