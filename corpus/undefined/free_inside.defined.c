/* defined: 7.22.3.3p2: the look-alike of free_inside.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(40), *q = p + 16;
    printf("%d\n", 1);
    free(q - 16);
    return 0;
}
