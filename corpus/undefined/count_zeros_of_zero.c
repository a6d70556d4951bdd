/* undefined: gcc manual, __builtin_clz: __builtin_clz(0) */
#include <stdio.h>

int main(void)
{
    unsigned n = 0;
    printf("%d\n", __builtin_clz(n));
    return 0;
}
