/* defined: 7.21.6.2p10: the look-alike of scan_out_of_range.c */
#include <stdio.h>

int main(void)
{
    int x = 0;
    sscanf("999999999", "%d", &x);
    printf("%d\n", x);
    return 0;
}
