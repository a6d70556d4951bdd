/* undefined: 6.5p2, 6.5.2.2p10: two side effects among arguments */
#include <stdio.h>

int main(void)
{
    int i = 1;
    printf("%d %d\n", i++, i++);
    return 0;
}
