/* defined: 6.3.1.4p1: the look-alike of negative_to_unsigned.c */
#include <stdio.h>

int main(void)
{
    double d = -0.5;
    printf("%d\n", (int)(unsigned)d);
    return 0;
}
