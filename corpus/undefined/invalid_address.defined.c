/* defined: 6.5.3.2p4: the look-alike of invalid_address.c */
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    int x = 4;
    uintptr_t n = (uintptr_t)&x;
    int *p = (int *)n;
    printf("%d\n", *p);
    return 0;
}
