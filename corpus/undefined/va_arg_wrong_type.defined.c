/* defined: 7.16.1.1p2: the look-alike of va_arg_wrong_type.c */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    double d = va_arg(list, double);
    va_end(list);
    return d > 1e300;
}

int main(void)
{
    printf("%d\n", f(1, 5.0));
    return 0;
}
