/* undefined: 7.22.3.5p3: the old pointer is used after realloc */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4), *q;
    *p = 1;
    q = realloc(p, 8);
    *p = 2;
    printf("%d\n", *q);
    return 0;
}
