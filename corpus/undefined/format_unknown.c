/* undefined: 7.21.6.1p9: a format that is computed, with the wrong argument */
#include <stdio.h>

int main(void)
{
    char format[] = "%x\n";
    format[1] = 's';
    printf(format, 5);
    return 0;
}
