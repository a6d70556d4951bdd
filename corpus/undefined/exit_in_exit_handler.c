/* undefined: 7.22.4.4p2: exit called while exit runs */
#include <stdio.h>
#include <stdlib.h>

static void last(void)
{
    printf("last\n");
    exit(3);
}
int main(void)
{
    atexit(last);
    printf("main\n");
    exit(0);
}
