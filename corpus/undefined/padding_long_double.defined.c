/* defined: 6.2.6.1p6: the look-alike of padding_long_double.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    volatile int n = 3;
    long double x = n, y = 3.0L;
    printf("%d\n", memcmp(&x, &y, 10) == 0);
    return 0;
}
