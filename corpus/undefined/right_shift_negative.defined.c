/* defined: 6.5.7p5: implementation-defined, and documented: arithmetic */
#include <stdio.h>

int main(void)
{
    int x = -16;
    printf("%d\n", x >> 2);
    return 0;
}
