/* undefined: 6.5.6p8: an element behind the last */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 2, 3, 4}, i = 4;
    printf("%d\n", a[i]);
    return 0;
}
