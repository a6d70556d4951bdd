/* undefined: 6.5.3.2p4: a member through a null pointer */
#include <stdio.h>

int main(void)
{
    struct s { int a, b; } *p = 0;
    printf("%d\n", 1);
    fflush(stdout);
    p->b = 2;
    return 0;
}
