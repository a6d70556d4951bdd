/* undefined: 6.5.6p8: an index that wraps around the address space */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4};
    unsigned long n = (1ul << 62) + 1;
    printf("%d\n", a[n]);
    return 0;
}
