/* defined: 7.21.6.1p6: the look-alike of format_zero_with_s.c */
#include <stdio.h>

int main(void)
{
    const char *s = "ab";
    printf("%5s|\n", s);
    return 0;
}
