/* undefined: 6.9.1p12: the end of a function is reached, and its value used */
#include <stdio.h>

static int sign(int x)
{
    if (x > 0)
        return 1;
}

int main(void)
{
    printf("%d\n", sign(-1) != 77);
    return 0;
}
