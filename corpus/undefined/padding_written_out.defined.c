/* defined: 6.2.6.1p6, J.1: the look-alike of padding_written_out.c */
#include <stdio.h>

int main(void)
{
    struct s { char c; short i; } a = {'a', 0x6262};
    fwrite(&a.c, 1, 1, stdout);
    fwrite(&a.i, 1, sizeof a.i, stdout);
    return 0;
}
