/* undefined: 7.4p1: isdigit of a value that is no character */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    volatile int c = 1000000;
    printf("%d\n", isspace(c) != 0);
    return 0;
}
