/* defined: 7.21.6.1p9: the look-alike of format_unknown.c */
#include <stdio.h>

int main(void)
{
    char format[] = "%s\n";
    format[1] = 'x';
    printf(format, 5);
    return 0;
}
