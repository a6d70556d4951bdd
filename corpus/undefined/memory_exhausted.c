/* inconclusive: 7.22.3p1: the answer is how much memory there is */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    long n = 0;
    char *p;
    while ((p = malloc(1 << 20)) && n < 100000) {
        memset(p, 1, 1 << 20);
        n++;
    }
    printf("%d\n", (int)n);
    return 0;
}
