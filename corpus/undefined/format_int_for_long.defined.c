/* defined: 7.21.6.1p9: the look-alike of format_int_for_long.c */
#include <stdio.h>

int main(void)
{
    int x = -1;
    printf("%ld\n", (long)x);
    return 0;
}
