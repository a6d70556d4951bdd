/* undefined: 6.5.7p4: 3 << 31 is not representable in int */
#include <stdio.h>

int main(void)
{
    int x = 3;
    printf("%d\n", x << 31);
    return 0;
}
