/* defined: 6.5p7: the look-alike of alias_int_as_short.c */
#include <stdio.h>

int main(void)
{
    int x = 0x10002;
    unsigned char *p = (unsigned char *)&x;
    printf("%d\n", p[0] + p[2]);
    return 0;
}
