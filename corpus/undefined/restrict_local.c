/* undefined: 6.7.3.1p4: an object modified through two restrict pointers of a block */
#include <stdio.h>

int main(void)
{
    int x[2] = {1, 2};
    int *restrict p = x, *restrict q = x ;
    *p = 5;
    *q = 6;
    printf("%d\n", *p);
    return 0;
}
