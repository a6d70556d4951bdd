/* undefined: 6.7.9p10: even times zero it is a use */
#include <stdio.h>

int main(void)
{
    int x;
    int y = 7;
    y = x * 0 + y;
    printf("%d\n", y);
    return 0;
}
