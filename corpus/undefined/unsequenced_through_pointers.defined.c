/* defined: 6.5p2: the look-alike of unsequenced_through_pointers.c */
#include <stdio.h>

static int twice(int *p, int *q) { return (*p)++ + (*q)++; }

int main(void)
{
    int x = 1, y = 1;
    printf("%d\n", twice(&x, &y));
    return 0;
}
