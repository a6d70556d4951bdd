/* defined: 6.5.2.2p1: the look-alike of null_function.c */
#include <stdio.h>

static int one(void) { return 1; }
static int (*f)(void) = one;

int main(void)
{
    printf("%d\n", f());
    return 0;
}
