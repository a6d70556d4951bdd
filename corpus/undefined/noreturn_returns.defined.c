/* defined: 6.7.4p8: the look-alike of noreturn_returns.c */
#include <stdio.h>
#include <stdlib.h>

static _Noreturn void stop(int x)
{
    if (x)
        exit(0);
    exit(1);
}

int main(void)
{
    printf("%d\n", 1);
    fflush(stdout);
    stop(1);
    printf("%d\n", 2);
    return 0;
}
