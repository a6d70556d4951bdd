/* undefined: 6.5.8p5: pointers to different objects compared with < */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2}, b[2] = {3, 4};
    printf("%d\n", (a < b) + a[0] + b[0]);
    return 0;
}
