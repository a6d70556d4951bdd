/* unstable: 7.21.6.1p8: an address is printed */
#include <stdio.h>

int main(void)
{
    int x;
    printf("%p\n", (void *)&x);
    return 0;
}
