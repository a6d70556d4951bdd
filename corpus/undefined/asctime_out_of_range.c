/* undefined: 7.27.3.1p3: asctime of a weekday that is none */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct tm t = {.tm_year = 100, .tm_mon = 3, .tm_mday = 5, .tm_wday = 9};
    fputs(asctime(&t), stdout);
    return 0;
}
