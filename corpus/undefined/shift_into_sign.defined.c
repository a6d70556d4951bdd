/* defined: 6.5.7p4: the look-alike of shift_into_sign.c */
#include <stdio.h>

int main(void)
{
    unsigned x = 3;
    printf("%d\n", x << 31 == 0x80000000u);
    return 0;
}
