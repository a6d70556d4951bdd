/* unstable: 7.27.2.1: the time is printed */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    printf("%ld\n", now.tv_nsec);
    return 0;
}
