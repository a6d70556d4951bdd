/* undefined: 7.4p1: toupper of 100000 */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    int n = 1000;
    printf("%d\n", toupper(n));
    return 0;
}
