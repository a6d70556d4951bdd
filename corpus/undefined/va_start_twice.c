/* undefined: 7.16.1.4p3: va_start again without va_end */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int t = va_arg(list, int);
    va_start(list, n);
    t = t * 10 + va_arg(list, int);
    va_end(list);
    return t;
}

int main(void)
{
    printf("%d\n", f(2, 5, 6));
    return 0;
}
