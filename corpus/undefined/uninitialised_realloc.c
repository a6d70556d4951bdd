/* undefined: 7.22.3.5p2: what realloc adds has no value */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 1;
    p = realloc(p, 400);
    printf("%d\n", p[50]);
    return 0;
}
