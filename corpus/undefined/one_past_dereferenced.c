/* undefined: 6.5.6p8: the pointer one past the end is dereferenced */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2}, *p = a + 2;
    printf("%d\n", *p);
    return 0;
}
