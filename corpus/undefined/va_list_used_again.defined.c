/* defined: 7.16p3: the look-alike of va_list_used_again.c */
#include <stdarg.h>
#include <stdio.h>

static void twice(const char *format, ...)
{
    char text[32];
    va_list list, copy;
    va_start(list, format);
    va_copy(copy, list);
    vsnprintf(text, sizeof text, format, list);
    printf("%s", text);
    vsnprintf(text, sizeof text, format, copy);
    printf("%s", text);
    va_end(copy);
    va_end(list);
}
int main(void)
{
    twice("%d %d\n", 1, 2);
    return 0;
}
