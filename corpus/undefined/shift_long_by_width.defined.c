/* defined: 6.5.7p3: the look-alike of shift_long_by_width.c */
#include <stdio.h>

int main(void)
{
    unsigned long x = 1;
    int n = 63;
    printf("%d\n", (int)((x << n) >> 60));
    return 0;
}
