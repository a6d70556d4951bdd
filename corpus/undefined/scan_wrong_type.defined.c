/* defined: 7.21.6.2p10: the look-alike of scan_wrong_type.c */
#include <stdio.h>

int main(void)
{
    short n[2] = {0, 0};
    sscanf("5", "%hd", n);
    printf("%d\n", n[0]);
    return 0;
}
