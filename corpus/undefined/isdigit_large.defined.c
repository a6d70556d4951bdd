/* defined: 7.4p1: the look-alike of isdigit_large.c */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    volatile int c = 255;
    printf("%d\n", isspace(c) != 0);
    return 0;
}
