/* undefined: 6.7.3.1p4: arrays shifted through restrict pointers */
#include <stdio.h>

static void copy(int n, int *restrict to, const int *restrict from)
{
    while (n-- > 0)
        *to++ = *from++;
}

int main(void)
{
    int a[5] = {1, 2, 3, 4, 5};
    copy(4, a + 1, a);
    printf("%d\n", a[4]);
    return 0;
}
