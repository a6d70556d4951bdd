/* defined: 6.5p2: the look-alike of unsequenced_stored_last.c */
#include <stdio.h>

static void move(int *p, int *q) { *p = (*q)++; }

int main(void)
{
    int x = 1, y = 5;
    move(&x, &y);
    printf("%d\n", x);
    return 0;
}
