/* undefined: 7.22.3.3p2: free of a pointer into the memory */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(40);
    printf("%d\n", 1);
    fflush(stdout);
    free(p + 16);
    return 0;
}
