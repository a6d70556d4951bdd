/* defined: 6.2.6.1p4: the bytes of an object may be looked at */
#include <stdio.h>

int main(void)
{
    int x = 0x01020304;
    printf("%d\n", ((unsigned char *)&x)[0]);
    return 0;
}
