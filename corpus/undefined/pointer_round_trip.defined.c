/* defined: 7.20.1.4: a pointer through uintptr_t and back */
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    int x = 4, *p = (int *)(uintptr_t)&x;
    printf("%d\n", *p);
    return 0;
}
