/* defined: 6.7.9p10: the look-alike of puts_uninitialised.c */
#include <stdio.h>

int main(void)
{
    char b[8];
    b[0] = 'a';
    b[1] = 0;
    puts(b);
    return 0;
}
