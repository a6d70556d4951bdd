/* defined: 6.5.3.2p4: the look-alike of null_read.c */
#include <stdio.h>

int main(void)
{
    int x = 3, *p = 0;
    if (!p)
        p = &x;
    printf("%d\n", *p);
    return 0;
}
