/* defined: 6.5p3, J.1: the look-alike of order_against_call.c */
#include <stdio.h>

static int x = 1;
static int change(void) { return x = 10; }

int main(void)
{
    int before = x;
    printf("%d\n", before + change());
    return 0;
}
