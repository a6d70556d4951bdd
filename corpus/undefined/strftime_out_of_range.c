/* unspecified: 7.27.3.5p3: strftime of a month that there is not */
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct tm t = {.tm_mon = 17, .tm_mday = 1};
    char text[64] = "";
    strftime(text, sizeof text, "%m", &t);
    printf("%s\n", text);
    return 0;
}
