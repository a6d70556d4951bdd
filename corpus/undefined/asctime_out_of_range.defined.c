/* defined: 7.27.3.1p3: the look-alike of asctime_out_of_range.c */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct tm t = {.tm_year = 100, .tm_mon = 3, .tm_mday = 5, .tm_wday = 3};
    fputs(asctime(&t), stdout);
    return 0;
}
