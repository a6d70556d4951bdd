/* defined: 6.5.7p3: the look-alike of shift_narrow.c */
#include <stdio.h>

int main(void)
{
    unsigned char x = 1;
    int n = 9;
    printf("%d\n", x << n);
    return 0;
}
