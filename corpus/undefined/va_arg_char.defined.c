/* defined: 7.16.1.1p2: the look-alike of va_arg_char.c */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int d = (short)va_arg(list, int);
    va_end(list);
    return d;
}

int main(void)
{
    printf("%d\n", 1);
    printf("%d\n", f(1, 5));
    return 0;
}
