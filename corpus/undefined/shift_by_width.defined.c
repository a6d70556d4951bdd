/* defined: 6.5.7p3: the look-alike of shift_by_width.c */
#include <stdio.h>

int main(void)
{
    int x = 1, n = 30;
    printf("%d\n", x << n);
    return 0;
}
