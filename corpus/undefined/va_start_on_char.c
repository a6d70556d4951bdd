/* undefined: 7.16.1.4p4: va_start behind a parameter that default promotions change */
#include <stdarg.h>
#include <stdio.h>

static int f(char n, ...)
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
