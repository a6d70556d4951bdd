/* undefined: 6.5.5p6: INT_MIN / -1 is not an int */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MIN, y = -1;
    printf("%d\n", x / y);
    return 0;
}
