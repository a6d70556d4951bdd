/* defined: 6.10.4p3: the look-alike of line_number_zero.c */
#include <stdio.h>

int main(void)
{
#line 100
    printf("%d\n", __LINE__);
    return 0;
}
