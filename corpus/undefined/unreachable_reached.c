/* undefined: gcc manual, __builtin_unreachable: __builtin_unreachable is reached */
#include <stdio.h>

int main(void)
{
    int n = 3;
    printf("%d\n", 1);
    fflush(stdout);
    if (n == 3)
        __builtin_unreachable();
    printf("%d\n", 2);
    return 0;
}
