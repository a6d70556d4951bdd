/* undefined: 7.22.3.3p2: free of an automatic object */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char b[40], *p = b;
    b[0] = 1;
    printf("%d\n", 1);
    fflush(stdout);
    free(p);
    return 0;
}
