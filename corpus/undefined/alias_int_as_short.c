/* undefined: 6.5p7: an int read as two shorts */
#include <stdio.h>

int main(void)
{
    int x = 0x10002;
    short *p = (short *)&x;
    printf("%d\n", p[0] + p[1]);
    return 0;
}
