/* defined: 6.2.6.1p4: a structure with padding copied byte by byte */
#include <stdio.h>

int main(void)
{
    struct s { char c; int i; } a = {1, 2}, b;
    for (unsigned i = 0; i < sizeof a; i++)
        ((char *)&b)[i] = ((char *)&a)[i];
    printf("%d\n", b.c + b.i);
    return 0;
}
