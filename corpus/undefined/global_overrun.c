/* undefined: 6.5.6p8: a static array overrun */
#include <stdio.h>

static int a[3] = {1, 2, 3}, b[3] = {4, 5, 6};

int main(void)
{
    int i = 3;
    printf("%d\n", a[i] + b[0]);
    return 0;
}
