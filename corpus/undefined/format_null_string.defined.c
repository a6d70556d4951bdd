/* defined: 7.21.6.1p8: the look-alike of format_null_string.c */
#include <stdio.h>

int main(void)
{
    const char *none = "";
    printf("<%s>\n", none);
    return 0;
}
