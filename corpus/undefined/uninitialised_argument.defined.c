/* defined: 6.7.9p10: the look-alike of uninitialised_argument.c */
#include <stdio.h>

static int second(int *a, int b) { return b; }

int main(void)
{
    int x;
    printf("%d\n", second(&x, 5));
    return 0;
}
