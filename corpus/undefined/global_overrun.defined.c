/* defined: 6.5.6p8: the look-alike of global_overrun.c */
#include <stdio.h>

static int a[3] = {1, 2, 3}, b[3] = {4, 5, 6};

int main(void)
{
    int i = 2;
    printf("%d\n", a[i] + b[0]);
    return 0;
}
