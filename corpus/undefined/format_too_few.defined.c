/* defined: 7.21.6.1p2: the look-alike of format_too_few.c */
#include <stdio.h>

int main(void)
{
    printf("%d\n", 1, 2);
    return 0;
}
