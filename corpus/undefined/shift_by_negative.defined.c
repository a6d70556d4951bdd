/* defined: 6.5.7p3: the look-alike of shift_by_negative.c */
#include <stdio.h>

int main(void)
{
    unsigned x = 8;
    int n = 1;
    printf("%d\n", (int)(x >> n));
    return 0;
}
