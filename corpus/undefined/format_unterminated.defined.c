/* defined: 7.21.6.1p8: the look-alike of format_unterminated.c */
#include <stdio.h>

int main(void)
{
    char text[4] = {'a', 'b', 'c', 'd'};
    printf("%.4s\n", text);
    return 0;
}
