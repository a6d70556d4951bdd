/* defined: 7.4p1: the look-alike of isalpha_negative.c */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    char c = -100;
    printf("%d\n", isalpha((unsigned char)c) != 0);
    return 0;
}
