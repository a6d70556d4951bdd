/* undefined: 6.7.3p6: sscanf modifies a const object */
#include <stdio.h>

int main(void)
{
    const int x = 1;
    sscanf("7", "%d", (int *)&x);
    printf("%d\n", x);
    return 0;
}
