/* defined: 6.9.1p12: the look-alike of missing_return_value.c */
#include <stdio.h>

static int sign(int x)
{
    if (x > 0)
        return 1;
    return 0;
}

int main(void)
{
    printf("%d\n", sign(-1) != 77);
    return 0;
}
