/* defined: 7.16.1.1p2: the look-alike of va_arg_wrong_size.c */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    long d = va_arg(list, long);
    va_end(list);
    return d == 5;
}

int main(void)
{
    printf("%d\n", f(1, 5L));
    return 0;
}
