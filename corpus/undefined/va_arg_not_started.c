/* undefined: 7.16.1.1p2: va_arg on a list that va_start never saw */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int f(int n, ...)
{
    va_list list;
    memset(&list, 0, sizeof list);
    int t = va_arg(list, int);
    return t + n;
}

int main(void)
{
    printf("%d\n", f(2, 5, 6) & 0);
    return 0;
}
