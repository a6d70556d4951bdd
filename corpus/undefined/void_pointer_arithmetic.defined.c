/* defined: gcc manual, Pointer Arith: a void pointer steps in bytes */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2};
    void *p = a;
    p += sizeof(int);
    printf("%d\n", *(int *)p);
    return 0;
}
