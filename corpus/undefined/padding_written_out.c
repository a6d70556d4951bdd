/* unspecified: 6.2.6.1p6, J.1: fwrite of a structure with padding */
#include <stdio.h>

int main(void)
{
    struct s { char c; short i; } a = {'a', 0x6262};
    fwrite(&a, 1, sizeof a, stdout);
    return 0;
}
