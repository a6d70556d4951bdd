/* undefined: 6.7.9p10: bytes without a value are compared */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[4], b[4] = {0};
    a[0] = 0;
    printf("%d\n", memcmp(a, b, 4) == 0);
    return 0;
}
