/* defined: 7.27.3.5p3: the look-alike of strftime_out_of_range.c */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct tm t = {.tm_mon = 7, .tm_mday = 1};
    char text[64] = "";
    strftime(text, sizeof text, "%m", &t);
    printf("%s\n", text);
    return 0;
}
