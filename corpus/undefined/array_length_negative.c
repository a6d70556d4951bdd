/* undefined: 6.7.6.2p5: a variable-length array of a negative length */
#include <stdio.h>

int main(void)
{
    int n = -5;
    printf("%d\n", 1);
    fflush(stdout);
    int a[n];
    printf("%d\n", (int)sizeof a / 4);
    return 0;
}
