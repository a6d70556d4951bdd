/* undefined: 6.7.9p10: a branch on a value that is not there */
#include <stdio.h>

int main(void)
{
    int x, y = 0;
    if (x > 3)
        y = 1;
    printf("%d\n", y);
    return 0;
}
