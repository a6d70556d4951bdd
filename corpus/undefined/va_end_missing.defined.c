/* defined: 7.16.1p1: the look-alike of va_end_missing.c */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int d = va_arg(list, int);
    va_end(list);
    return d;
}

int main(void)
{
    printf("%d\n", f(2, 5, 6));
    return 0;
}
