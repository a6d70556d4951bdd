/* defined: 6.5.2.2p6: the look-alike of unpromoted_parameter.c */
#include <stdio.h>

static int whole(double a) { return (int)a; }

int main(void)
{
    int (*g)() = whole;
    printf("%d\n", g(1.5f) != 12345);
    return 0;
}
