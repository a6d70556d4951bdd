/* defined: 7.22.3.5p2: the look-alike of uninitialised_realloc.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 1;
    p = realloc(p, 400);
    printf("%d\n", p[0]);
    return 0;
}
