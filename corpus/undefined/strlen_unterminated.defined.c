/* defined: 7.1.4p1: the look-alike of strlen_unterminated.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[4] = {'a', 'b', 'c'};
    printf("%d\n", (int)strlen(b));
    return 0;
}
