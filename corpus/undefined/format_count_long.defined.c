/* defined: 7.21.6.1p9: the look-alike of format_count_long.c */
#include <stdio.h>

int main(void)
{
    long n = -1;
    printf("abc%ln\n", &n);
    printf("%ld\n", n);
    return 0;
}
