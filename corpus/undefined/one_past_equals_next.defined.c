/* defined: 6.5.9p6, J.1: the look-alike of one_past_equals_next.c */
#include <stdio.h>

static int a[4], b[4];

int main(void)
{
    printf("%d\n", a + 4 == b + 4);
    return 0;
}
