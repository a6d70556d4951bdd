/* defined: 6.7.3.1p4: the look-alike of restrict_arrays.c */
#include <stdio.h>

static void copy(int n, int *restrict to, const int *restrict from)
{
    while (n-- > 0)
        *to++ = *from++;
}

int main(void)
{
    int a[6] = {1, 2, 3, 4, 5, 6};
    copy(3, a + 3, a);
    printf("%d\n", a[4]);
    return 0;
}
