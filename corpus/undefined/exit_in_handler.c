/* undefined: 7.22.4.4p2: exit called while exiting */
#include <stdio.h>
#include <stdlib.h>

static void again(void)
{
    puts("again");
    exit(3);
}

int main(void)
{
    atexit(again);
    printf("%d\n", 1);
    exit(2);
    return 0;
}
