/* unspecified: 6.2.6.1p6: the bytes of a long double that hold no value */
#include <stdio.h>
#include <string.h>

int main(void)
{
    volatile int n = 3;
    long double x = n, y = 3.0L;
    printf("%d\n", memcmp(&x, &y, sizeof x) == 0);
    return 0;
}
