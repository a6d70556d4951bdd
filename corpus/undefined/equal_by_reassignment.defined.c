/* defined: 6.5.9p6: pointers into one object by different ways */
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    int a[4] = {0};
    uintptr_t u = (uintptr_t)&a[1];
    int *p = (int *)(u + sizeof(int));
    printf("%d\n", p == &a[2]);
    *p = 3;
    printf("%d\n", a[2]);
    return 0;
}
