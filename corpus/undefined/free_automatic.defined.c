/* defined: 7.22.3.3p2: the look-alike of free_automatic.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char b[40], *p = 0;
    b[0] = 1;
    printf("%d\n", b[0]);
    free(p);
    return 0;
}
