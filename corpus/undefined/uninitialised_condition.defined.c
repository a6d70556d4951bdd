/* defined: 6.7.9p10: the look-alike of uninitialised_condition.c */
#include <stdio.h>

int main(void)
{
    int x = 4, y = 0;
    if (x > 3)
        y = 1;
    printf("%d\n", y);
    return 0;
}
