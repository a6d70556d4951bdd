/* undefined: 7.22.3.4p2: memory from malloc has no value */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(40);
    printf("%d\n", p[3] & 1);
    return 0;
}
