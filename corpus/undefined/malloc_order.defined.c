/* defined: 7.22.3p1, J.1: the look-alike of malloc_order.c */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *a = malloc(24), *b = malloc(24);
    printf("%d\n", (uintptr_t)a != (uintptr_t)b);
    free(a);
    free(b);
    return 0;
}
