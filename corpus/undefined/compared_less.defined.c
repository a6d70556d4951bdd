/* defined: 6.5.8p5: the look-alike of compared_less.c */
#include <stdio.h>

int main(void)
{
    int a[2] = {1, 2};
    printf("%d\n", (a < a + 1) + a[0]);
    return 0;
}
