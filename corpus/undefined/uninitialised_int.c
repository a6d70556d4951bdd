/* undefined: 6.7.9p10: an automatic int is read before it has a value */
#include <stdio.h>

int main(void)
{
    int x;
    printf("%d\n", x);
    return 0;
}
