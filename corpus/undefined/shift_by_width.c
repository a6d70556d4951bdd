/* undefined: 6.5.7p3: the shift count is the width */
#include <stdio.h>

int main(void)
{
    int x = 1, n = 32;
    printf("%d\n", x << n);
    return 0;
}
