/* undefined: 7.21.6.1p9: %ld and an int */
#include <stdio.h>

int main(void)
{
    int x = -1;
    printf("%ld\n", x);
    return 0;
}
