/* defined: 7.22.3p1: the look-alike of memory_exhausted.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    long n = 0;
    char *p;
    while ((p = malloc(1 << 10)) && n < 100) {
        memset(p, 1, 1 << 10);
        n++;
    }
    printf("%d\n", (int)n);
    return 0;
}
