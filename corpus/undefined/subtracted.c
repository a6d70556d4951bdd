/* undefined: 6.5.6p9: pointers to different arrays subtracted */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2}, b[2] = {3, 4};
    printf("%d\n", (int)(a - b) + a[0] + b[0]);
    return 0;
}
