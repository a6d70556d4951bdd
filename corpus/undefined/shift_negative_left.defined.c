/* defined: 6.5.7p4: the look-alike of shift_negative_left.c */
#include <stdio.h>

int main(void)
{
    int x = -8;
    printf("%d\n", x * 8);
    return 0;
}
