/* defined: 6.5p2: a[i++] = b[j++] */
#include <stdio.h>

int main(void)
{
    int a[3] = {0}, b[3] = {4, 5, 6}, i = 0, j = 1;
    a[i++] = b[j++];
    printf("%d\n", a[0] + i + j);
    return 0;
}
