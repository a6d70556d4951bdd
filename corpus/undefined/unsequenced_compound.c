/* undefined: 6.5p2: x += x++ */
#include <stdio.h>

int main(void)
{
    int x = 2;
    x += x++;
    printf("%d\n", x);
    return 0;
}
