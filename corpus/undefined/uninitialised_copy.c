/* undefined: 6.7.9p10: copied into another object */
#include <stdio.h>

int main(void)
{
    int x;
    int y = x;
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", y);
    return 0;
}
