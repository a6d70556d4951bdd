/* defined: 6.5p2, 6.5.2.2p10: the look-alike of unsequenced_arguments.c */
#include <stdio.h>

int main(void)
{
    int i = 1, j = 1;
    printf("%d %d\n", i++, j++);
    return 0;
}
