/* defined: 7.22.3.4p2: the look-alike of uninitialised_heap.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = calloc(10, 4);
    printf("%d\n", p[3] & 1);
    return 0;
}
