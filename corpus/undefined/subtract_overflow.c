/* undefined: 6.5p5: signed subtraction overflows */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MIN, y = 1;
    printf("%d\n", x - y);
    return 0;
}
