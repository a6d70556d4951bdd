/* defined: 7.22.4.4p2: the look-alike of exit_in_handler.c */
#include <stdio.h>
#include <stdlib.h>

static void again(void)
{
    puts("again");
    fflush(stdout);
    _Exit(3);
}

int main(void)
{
    atexit(again);
    printf("%d\n", 1);
    exit(2);
    return 0;
}
