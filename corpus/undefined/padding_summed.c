/* unspecified: 6.2.6.1p6, J.1: the padding of a copied structure is read byte by byte */
#include <stdio.h>
#include <string.h>

int main(void)
{
    struct s { char c; int i; } a, b;
    unsigned sum = 0;
    memset(&a, 0, sizeof a);
    a.c = 1;
    a.i = 2;
    b = a;
    for (unsigned n = 0; n < sizeof b; n++)
        sum = sum * 3 + ((unsigned char *)&b)[n];
    printf("%d\n", (int)sum);
    return 0;
}
