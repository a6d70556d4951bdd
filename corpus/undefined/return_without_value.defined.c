/* defined: 6.9.1p12: the look-alike of return_without_value.c */
#include <stdio.h>

static int maybe(int x)
{
    if (x > 0)
        return 1;
    else
        x++;
    return x;
}

int main(void)
{
    maybe(-1);
    int v = maybe(-1);
    printf("%d\n", v == 77);
    return 0;
}
