/* defined: 7.22.4.4p2: the look-alike of exit_in_exit_handler.c */
#include <stdio.h>
#include <stdlib.h>

static void last(void)
{
    printf("last\n");
    fflush(stdout);
}
int main(void)
{
    atexit(last);
    printf("main\n");
    exit(0);
}
