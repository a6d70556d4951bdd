/* defined: 7.21.6.1p9: the look-alike of format_int_for_string.c */
#include <stdio.h>

int main(void)
{
    printf("%s\n", "3");
    return 0;
}
