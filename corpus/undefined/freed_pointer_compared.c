/* undefined: 6.2.4p2: the value of a freed pointer is indeterminate */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(4), *q;
    q = p;
    free(p);
    printf("%d\n", q == 0);
    return 0;
}
