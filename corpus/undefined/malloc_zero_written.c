/* undefined: 7.22.3p1: what malloc(0) returned is written to */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(0);
    *p = 'x';
    printf("%c\n", *p);
    free(p);
    return 0;
}
