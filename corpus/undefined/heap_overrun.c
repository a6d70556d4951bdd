/* undefined: 6.5.6p8: allocated memory overrun */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *p = malloc(8);
    memset(p, 1, 8);
    p[8] = 1;
    printf("%d\n", p[0]);
    return 0;
}
