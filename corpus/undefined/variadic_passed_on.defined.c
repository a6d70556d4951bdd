/* defined: 7.21.6.8: vprintf of one's own list */
#include <stdarg.h>
#include <stdio.h>

static void say(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
}

int main(void)
{
    say("%d %s %.1f\n", 1, "two", 3.0);
    return 0;
}
