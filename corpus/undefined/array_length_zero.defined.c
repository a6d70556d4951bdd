/* defined: 6.7.6.2p5: the look-alike of array_length_zero.c */
#include <stdio.h>

int main(void)
{
    int n = 1;
    int a[n];
    printf("%d\n", (int)sizeof a);
    return 0;
}
