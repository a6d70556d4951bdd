/* defined: 7.22.6.1p2: the look-alike of abs_minimum.c */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int n = INT_MIN + 1;
    printf("%d\n", abs(n));
    return 0;
}
