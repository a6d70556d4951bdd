/* undefined: 6.5.3.2p4: an integer made a pointer and dereferenced */
#include <stdio.h>

int main(void)
{
    unsigned long n = 64;
    int *p = (int *)n;
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", *p);
    return 0;
}
