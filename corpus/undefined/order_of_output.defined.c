/* defined: 6.5p3, J.1: the look-alike of order_of_output.c */
#include <stdio.h>

static int say(int x)
{
    printf("%d ", x);
    return x;
}

int main(void)
{
    printf("%d\n", say(1) && say(2));
    return 0;
}
