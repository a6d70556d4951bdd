/* undefined: 6.5p5: signed addition overflows */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MAX, y = 1;
    printf("%d\n", x + y);
    return 0;
}
