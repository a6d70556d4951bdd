/* defined: 6.5.2.2p10, J.1: the look-alike of order_of_designator.c */
#include <stdio.h>

static int f(int x) { return x; }
static int g(int x) { return -x; }
static int (*chosen)(int) = f;
static int change(void)
{
    chosen = g;
    return 5;
}

int main(void)
{
    int five = change();
    printf("%d\n", chosen(five));
    return 0;
}
