/* defined: 6.7.9p10: the look-alike of memcmp_uninitialised.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[4], b[4] = {0};
    a[0] = 0;
    printf("%d\n", memcmp(a, b, 1) == 0);
    return 0;
}
