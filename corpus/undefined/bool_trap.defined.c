/* defined: 6.2.6.1p5: the look-alike of bool_trap.c */
#include <stdio.h>

int main(void)
{
    _Bool b = 0;
    *(unsigned char *)&b = 1;
    printf("%d\n", b ? 1 : 0);
    return 0;
}
