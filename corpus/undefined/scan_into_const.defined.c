/* defined: 6.7.3p6: the look-alike of scan_into_const.c */
#include <stdio.h>

int main(void)
{
    auto int x = 1;
    sscanf("7", "%d", (int *)&x);
    printf("%d\n", x);
    return 0;
}
