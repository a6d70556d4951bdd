/* undefined: 7.21.6.1p7: the length modifier L with the conversion d */
#include <stdio.h>

int main(void)
{
    long long n = 17;
    printf("%Ld\n", n);
    return 0;
}
