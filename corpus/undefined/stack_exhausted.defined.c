/* defined: 5.2.4.1, 7.22.3: the look-alike of stack_exhausted.c */
#include <stdio.h>

static int depth(int n)
{
    volatile char room[1000];
    room[0] = n;
    return n ? depth(n - 1) + room[0] : 0;
}

int main(void)
{
    printf("%d\n", depth(100));
    return 0;
}
