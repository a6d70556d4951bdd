/* undefined: 6.7.9p10: set only on the path that is not taken */
#include <stdio.h>

int main(void)
{
    int x, n = 3;
    if (n > 5)
        x = 1;
    printf("%d\n", x);
    return 0;
}
