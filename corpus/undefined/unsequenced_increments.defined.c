/* defined: 6.5p2: the look-alike of unsequenced_increments.c */
#include <stdio.h>

int main(void)
{
    int i = 1, j;
    j = i++;
    i = j + 2;
    printf("%d\n", i);
    return 0;
}
