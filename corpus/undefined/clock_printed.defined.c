/* defined: 7.27.2.1: the look-alike of clock_printed.c */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    printf("%d\n", now.tv_sec > 0);
    return 0;
}
