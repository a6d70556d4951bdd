/* defined: 7.21.6.2p2: the look-alike of scan_too_few.c */
#include <stdio.h>

int main(void)
{
    int a = 0, b = 0;
    int n = sscanf("5 6", "%d %*d", &a);
    printf("%d %d %d\n", n, a, b);
    return 0;
}
