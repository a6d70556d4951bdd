/* defined: 7.22.3.5p3: the look-alike of realloc_old_pointer.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4), *q;
    *p = 1;
    q = realloc(p, 8);
    p = q;
    *p = 2;
    printf("%d\n", *q);
    return 0;
}
