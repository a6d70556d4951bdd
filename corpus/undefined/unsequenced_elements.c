/* undefined: 6.5p2: a[i] and a[j] with i == j */
#include <stdio.h>

int main(void)
{
    int a[3] = {1, 2, 3}, i = 1, j = 1;
    printf("%d\n", a[i]++ + a[j]--);
    return 0;
}
