/* undefined: 7.22.3.1p2: an alignment that is none */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    void *p = aligned_alloc(3, 24);
    printf("%d\n", p != 0);
    free(p);
    return 0;
}
