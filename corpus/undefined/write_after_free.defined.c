/* defined: 7.22.3.3p2: the look-alike of write_after_free.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 5;
    free(p);
    p = malloc(4);
    *p = 6;
    printf("%d\n", *p);
    return 0;
}
