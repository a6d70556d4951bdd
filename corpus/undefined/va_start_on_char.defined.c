/* defined: 7.16.1.4p4: the look-alike of va_start_on_char.c */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int t = va_arg(list, int);
    va_end(list);
    return t + n;
}

int main(void)
{
    printf("%d\n", f(3, 5));
    return 0;
}
