/* defined: 6.7.9p10: the look-alike of uninitialised_times_zero.c */
#include <stdio.h>

int main(void)
{
    int x;
    int y = 7;
    y = sizeof x * 0 + y;
    printf("%d\n", y);
    return 0;
}
