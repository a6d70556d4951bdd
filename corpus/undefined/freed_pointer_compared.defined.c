/* defined: 6.2.4p2: the look-alike of freed_pointer_compared.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(4), *q;
    q = p;
    printf("%d\n", q == 0);
    free(p);
    return 0;
}
