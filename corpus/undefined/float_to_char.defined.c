/* defined: 6.3.1.4p1: the look-alike of float_to_char.c */
#include <stdio.h>

int main(void)
{
    int i = 300;
    printf("%d\n", (signed char)i);
    return 0;
}
