/* defined: 7.22.3.1p2: the look-alike of aligned_alloc_three.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    void *p = aligned_alloc(8, 24);
    printf("%d\n", p != 0);
    free(p);
    return 0;
}
