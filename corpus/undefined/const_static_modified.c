/* undefined: 6.7.3p6: a const static object modified */
#include <stdio.h>

static const int table[2] = {1, 2};

int main(void)
{
    int *p = (int *)table;
    printf("%d\n", table[1]);
    fflush(stdout);
    p[1] = 3;
    printf("%d\n", table[1]);
    return 0;
}
