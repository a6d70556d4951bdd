/* defined: 6.5p5: the look-alike of negate_minimum.c */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MIN + 1;
    printf("%d\n", -x);
    return 0;
}
