/* defined: 6.5.6p8: the look-alike of heap_overrun.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *p = malloc(8);
    memset(p, 1, 8);
    p[7] = 2;
    printf("%d\n", p[7]);
    return 0;
}
