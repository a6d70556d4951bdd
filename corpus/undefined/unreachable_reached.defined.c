/* defined: gcc manual, __builtin_unreachable: the look-alike of unreachable_reached.c */
#include <stdio.h>

int main(void)
{
    int n = 3;
    printf("%d\n", 1);
    if (n != 3)
        __builtin_unreachable();
    printf("%d\n", 2);
    return 0;
}
