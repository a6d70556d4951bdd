/* undefined: 6.5.3.2p4: a null pointer is read through */
#include <stdio.h>

int main(void)
{
    int *p = 0;
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", *p);
    return 0;
}
