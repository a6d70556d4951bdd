/* unspecified: 6.3.2.3p6: objects sorted by address */
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    int a, b;
    uintptr_t p = (uintptr_t)&a, q = (uintptr_t)&b;
    printf("%d\n", p < q);
    return 0;
}
