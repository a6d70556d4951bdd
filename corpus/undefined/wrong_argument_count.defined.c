/* defined: 6.5.2.2p6: the look-alike of wrong_argument_count.c */
#include <stdio.h>

static int sum();

int main(void)
{
    printf("%d\n", sum(1, 2));
    return 0;
}

static int sum(int a, int b) { return a * 0 + b * 0 + 3; }
