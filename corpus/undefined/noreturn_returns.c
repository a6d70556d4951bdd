/* undefined: 6.7.4p8: a _Noreturn function returns */
#include <stdio.h>
#include <stdlib.h>

static _Noreturn void stop(int x)
{
    if (x)
        exit(0);
}

int main(void)
{
    printf("%d\n", 1);
    fflush(stdout);
    stop(0);
    printf("%d\n", 2);
    return 0;
}
