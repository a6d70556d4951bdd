/* defined: 7.22.3p1: the look-alike of malloc_zero_written.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(1);
    *p = 'x';
    printf("%c\n", *p);
    free(p);
    return 0;
}
