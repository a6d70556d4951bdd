/* defined: 7.22.3.3p2: the look-alike of double_free.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(4);
    printf("%d\n", 1);
    free(p);
    p = 0;
    free(p);
    return 0;
}
