/* undefined: 6.5p5, 6.5.2.4p2: ++ overflows */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MAX;
    x++;
    printf("%d\n", x);
    return 0;
}
