/* defined: 6.3.2.3p6: the look-alike of address_order.c */
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    int a[2];
    uintptr_t p = (uintptr_t)&a[0], q = (uintptr_t)&a[1];
    printf("%d\n", p < q);
    return 0;
}
