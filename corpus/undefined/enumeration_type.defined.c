/* defined: 6.7.2.2p4: implementation-defined: gcc's enumerations are unsigned without negative constants */
#include <stdio.h>

int main(void)
{
    enum e { ONE = 1 } x = ONE;
    printf("%d\n", x - 2 > 0);
    return 0;
}
