/* undefined: 6.5.7p3: the shift count is negative */
#include <stdio.h>

int main(void)
{
    unsigned x = 8;
    int n = -1;
    printf("%d\n", x >> n);
    return 0;
}
