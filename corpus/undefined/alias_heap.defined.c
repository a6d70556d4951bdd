/* defined: 6.5p6: the look-alike of alias_heap.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 0x3f800000;
    *(float *)p = 2.0f;
    printf("%d\n", *(float *)p > 0.5f);
    return 0;
}
