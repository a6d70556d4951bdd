/* defined: 6.2.6.1p6, J.1: the look-alike of padding_compared.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    struct s { int c; int i; } a = {1, 2}, b = {1, 2};
    printf("%d\n", memcmp(&a, &b, sizeof a) == 0);
    return 0;
}
