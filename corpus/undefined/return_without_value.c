/* undefined: 6.9.1p12: return; in a function whose value is used */
#include <stdio.h>

#pragma GCC diagnostic ignored "-Wreturn-type"
static int maybe(int x)
{
    if (x > 0)
        return 1;
    else
        x++;
}

int main(void)
{
    int v = maybe(-1);
    printf("%d\n", v == 77);
    return 0;
}
