/* defined: 7.16.1.1p2: the look-alike of va_arg_not_started.c */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int f(int n, ...)
{
    va_list list;
    memset(&list, 0, sizeof list);
    va_start(list, n);
    int t = va_arg(list, int);
    va_end(list);
    return t + n;
}

int main(void)
{
    printf("%d\n", f(2, 5, 6) & 0);
    return 0;
}
