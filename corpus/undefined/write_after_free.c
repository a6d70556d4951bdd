/* undefined: 7.22.3.3p2: memory written after free */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 5;
    free(p);
    *p = 6;
    printf("%d\n", 1);
    return 0;
}
