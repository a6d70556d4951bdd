/* defined: 6.3.1.4p1: the look-alike of double_to_int.c */
#include <stdio.h>

int main(void)
{
    double d = 2147483647.5;
    printf("%d\n", (int)d);
    return 0;
}
