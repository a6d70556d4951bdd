/* undefined: 7.21.6.1p9: %d and a double */
#include <stdio.h>

int main(void)
{
    printf("%d\n", 1.5);
    return 0;
}
