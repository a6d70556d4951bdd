/* defined: 6.5.6p8: the look-alike of pointer_offset_huge.c */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4};
    unsigned long n = 1;
    printf("%d\n", a[n]);
    return 0;
}
