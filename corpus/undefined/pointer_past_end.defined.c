/* defined: 6.5.6p8: the look-alike of pointer_past_end.c */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, n = 4;
    int *p = a;
    p = p + n;
    printf("%d\n", p != a);
    return 0;
}
