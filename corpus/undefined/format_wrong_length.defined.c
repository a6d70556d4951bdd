/* defined: 7.21.6.1p7: the look-alike of format_wrong_length.c */
#include <stdio.h>

int main(void)
{
    long long n = 17;
    printf("%lld\n", n);
    return 0;
}
