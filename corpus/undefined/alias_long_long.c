/* undefined: 6.5p7: long and long long are different types of one size */
#include <stdio.h>

int main(void)
{
    long x = 1;
    long long *p = (long long *)&x;
    printf("%d\n", (int)*p);
    return 0;
}
