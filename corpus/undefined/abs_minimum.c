/* undefined: 7.22.6.1p2: abs(INT_MIN) */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int n = INT_MIN;
    printf("%d\n", abs(n));
    return 0;
}
