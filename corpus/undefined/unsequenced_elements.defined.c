/* defined: 6.5p2: the look-alike of unsequenced_elements.c */
#include <stdio.h>

int main(void)
{
    int a[3] = {1, 2, 3}, i = 1, j = 2;
    printf("%d\n", a[i]++ + a[j]--);
    return 0;
}
