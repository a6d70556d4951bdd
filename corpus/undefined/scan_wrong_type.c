/* undefined: 7.21.6.2p10: %d stores into a short */
#include <stdio.h>

int main(void)
{
    short n[2] = {0, 0};
    sscanf("5", "%d", n);
    printf("%d\n", n[0]);
    return 0;
}
