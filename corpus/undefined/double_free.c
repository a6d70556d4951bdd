/* undefined: 7.22.3.3p2: freed twice */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(4);
    printf("%d\n", 1);
    fflush(stdout);
    free(p);
    free(p);
    return 0;
}
