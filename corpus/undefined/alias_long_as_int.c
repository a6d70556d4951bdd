/* undefined: 6.5p7: a long changed through an int pointer */
#include <stdio.h>

int main(void)
{
    long x = 1;
    int *p = (int *)&x;
    *p = 2;
    printf("%d\n", (int)x);
    return 0;
}
