/* undefined: 6.5.7p3: a long is shifted by 64 */
#include <stdio.h>

int main(void)
{
    unsigned long x = 1;
    int n = 64;
    printf("%d\n", (int)(x << n));
    return 0;
}
