/* undefined: 6.7.6.2p5: a variable-length array of no elements */
#include <stdio.h>

int main(void)
{
    int n = 0;
    int a[n];
    printf("%d\n", (int)sizeof a);
    return 0;
}
