/* undefined: 6.7.3p6: a volatile object modified by memset */
#include <stdio.h>
#include <string.h>

int main(void)
{
    volatile int x = 5;
    memset((void *)&x, 0, sizeof x);
    printf("%d\n", x);
    return 0;
}
