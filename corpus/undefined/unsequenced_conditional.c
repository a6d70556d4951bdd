/* undefined: 6.5p2: the branches do not help: the sum is unsequenced */
#include <stdio.h>

int main(void)
{
    int x = 1;
    printf("%d\n", (x ? x++ : 0) + (x ? x-- : 0));
    return 0;
}
