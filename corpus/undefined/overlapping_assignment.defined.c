/* defined: 6.5.16.1p3: the look-alike of overlapping_assignment.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    int b[3] = {1, 2, 3};
    memmove(b, b + 1, 2 * sizeof *b);
    printf("%d\n", b[0]);
    return 0;
}
