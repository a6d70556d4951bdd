/* undefined: 6.5.6p8: a pointer before the first element is computed */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, *p = a, n = 0;
    for (p = a + 3; p >= a; p--)
        n += *p;
    printf("%d\n", n);
    return 0;
}
