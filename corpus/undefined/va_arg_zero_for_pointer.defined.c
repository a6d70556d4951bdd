/* defined: 7.16.1.1p2: the look-alike of va_arg_zero_for_pointer.c */
#include <stdarg.h>
#include <stdio.h>

static int count(const char *first, ...)
{
    int n = 0;
    va_list list;
    va_start(list, first);
    for (const char *s = first; s != NULL; s = va_arg(list, const char *))
        n++;
    va_end(list);
    return n;
}
int main(void)
{
    printf("%d\n", count("a", "b", (void *)0));
    return 0;
}
