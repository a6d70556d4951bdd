/* unspecified: 6.5.2.2p10, J.1: the function designator and the argument */
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
    printf("%d\n", chosen(change()));
    return 0;
}
