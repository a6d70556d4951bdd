/* defined: 7.22.6.2p2: the look-alike of div_not_representable.c */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    long long by = 2;
    lldiv_t d = lldiv(LLONG_MIN + 1 - (by < 0), by);
    printf("%lld %lld\n", d.quot, d.rem);
    return 0;
}
