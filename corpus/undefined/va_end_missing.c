/* undefined: 7.16.1p1: a list started and never ended */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    return va_arg(list, int);
}

int main(void)
{
    printf("%d\n", f(2, 5, 6));
    return 0;
}
