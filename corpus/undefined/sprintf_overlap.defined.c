/* defined: 7.21.6.6p2: the look-alike of sprintf_overlap.c */
#include <stdio.h>

int main(void)
{
    char b[20] = "ab", c[20];
    sprintf(c, "%sx", b);
    printf("%d\n", c[0]);
    return 0;
}
