/* undefined: 6.5.6p8: a pointer two behind the end is computed, not used */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, n = 6;
    int *p = a;
    p = p + n;
    printf("%d\n", p != a);
    return 0;
}
