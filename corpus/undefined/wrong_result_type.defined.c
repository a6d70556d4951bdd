/* defined: 6.5.2.2p9: the look-alike of wrong_result_type.c */
#include <stdio.h>

static double half(int x) { return x / 2.0; }

int main(void)
{
    double (*f)(int) = half;
    printf("%d\n", (int)f(4));
    return 0;
}
