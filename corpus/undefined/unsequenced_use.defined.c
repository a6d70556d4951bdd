/* defined: 6.5p2: the look-alike of unsequenced_use.c */
#include <stdio.h>

int main(void)
{
    int i = 1, j = 1;
    printf("%d\n", i + j++);
    return 0;
}
