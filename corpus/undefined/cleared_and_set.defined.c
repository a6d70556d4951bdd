/* defined: 6.2.6.1: a structure cleared before its members are set */
#include <stdio.h>
#include <string.h>

int main(void)
{
    struct s { char c; int i; } a, b;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    a.c = b.c = 1;
    a.i = b.i = 2;
    printf("%d\n", memcmp(&a, &b, sizeof a));
    return 0;
}
