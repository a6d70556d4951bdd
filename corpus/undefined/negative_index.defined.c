/* defined: 6.5.6p8: a negative index into the same array */
#include <stdio.h>

int main(void)
{
    int a[3] = {1, 2, 3}, *p = a + 2;
    printf("%d\n", p[-2] + (&p[0])[-1]);
    return 0;
}
