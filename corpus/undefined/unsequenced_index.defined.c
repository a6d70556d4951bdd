/* defined: 6.5p2: the look-alike of unsequenced_index.c */
#include <stdio.h>

int main(void)
{
    int a[3] = {0}, i = 0;
    a[i] = i + 1;
    i++;
    printf("%d\n", a[0] + i);
    return 0;
}
