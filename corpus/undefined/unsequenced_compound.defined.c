/* defined: 6.5p2: the look-alike of unsequenced_compound.c */
#include <stdio.h>

int main(void)
{
    int x = 2, y = 2;
    x += y++;
    printf("%d\n", x);
    return 0;
}
