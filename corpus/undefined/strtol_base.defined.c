/* defined: 7.22.1p1, 7.22.1.2: the look-alike of strtol_base.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    printf("%ld\n", strtol("99999999999999999999", NULL, 10));
    return 0;
}
