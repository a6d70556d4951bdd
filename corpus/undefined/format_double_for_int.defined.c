/* defined: 7.21.6.1p9: the look-alike of format_double_for_int.c */
#include <stdio.h>

int main(void)
{
    printf("%.1f\n", 1.5);
    return 0;
}
