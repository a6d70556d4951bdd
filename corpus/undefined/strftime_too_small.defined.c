/* defined: 7.27.3.5p8: the look-alike of strftime_too_small.c */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct tm t = {.tm_year = 100, .tm_mon = 3, .tm_mday = 5};
    char to[16] = ".......";
    size_t n = strftime(to, sizeof to, "%Y-%m-%d", &t);
    printf("%d %c\n", (int)n, to[0]);
    return 0;
}
