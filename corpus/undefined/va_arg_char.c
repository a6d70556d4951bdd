/* undefined: 7.16.1.1p2: va_arg with a type that is promoted */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int d = va_arg(list, short);
    va_end(list);
    return d;
}

int main(void)
{
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", f(1, 5));
    return 0;
}
