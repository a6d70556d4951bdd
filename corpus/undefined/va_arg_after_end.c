/* undefined: 7.16.1.3p2: va_arg after va_end */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int d = va_arg(list, int);
    va_end(list);
    return d + va_arg(list, int);
}

int main(void)
{
    printf("%d\n", f(2, 5, 6));
    return 0;
}
