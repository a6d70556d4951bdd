/* undefined: 7.22.3.3p2: memory read after free */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 5;
    free(p);
    printf("%d\n", *p);
    return 0;
}
