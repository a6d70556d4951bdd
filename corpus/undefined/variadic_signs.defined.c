/* defined: 7.16.1.1p2: unsigned for int, where both can hold the value */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int v = va_arg(list, int);
    va_end(list);
    return v;
}

int main(void)
{
    printf("%d\n", f(1, 7u));
    return 0;
}
