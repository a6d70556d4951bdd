/* unspecified: 6.5.2.5p7: whether two const compound literals are one object */
#include <stdio.h>

int main(void)
{
    const int *p = (const int[]){1, 2}, *q = (const int[]){1, 2};
    printf("%d\n", p == q);
    return 0;
}
