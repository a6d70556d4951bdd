/* defined: 6.5p2: the look-alike of unsequenced_assignment.c */
#include <stdio.h>

int main(void)
{
    int i = 1, j;
    j = i++;
    printf("%d\n", i + j);
    return 0;
}
