/* undefined: 6.5p2: *p = (*q)++ with p == q */
#include <stdio.h>

static void move(int *p, int *q) { *p = (*q)++; }

int main(void)
{
    int x = 1;
    move(&x, &x);
    printf("%d\n", x);
    return 0;
}
