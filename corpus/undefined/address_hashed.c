/* unstable: 6.3.2.3p6: the answer depends on an address */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int x, *p = malloc(4);
    printf("%d\n", (int)(((unsigned long)&x ^ (unsigned long)p) >> 12 & 0xfff));
    return 0;
}
