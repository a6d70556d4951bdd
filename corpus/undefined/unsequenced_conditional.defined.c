/* defined: 6.5p2: the look-alike of unsequenced_conditional.c */
#include <stdio.h>

int main(void)
{
    int x = 1;
    printf("%d\n", x ? x++ : x--);
    return 0;
}
