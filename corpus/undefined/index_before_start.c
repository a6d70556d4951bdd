/* undefined: 6.5.6p8: an element before the first */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, i = -1;
    printf("%d\n", a[i]);
    return 0;
}
