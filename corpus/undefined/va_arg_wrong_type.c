/* undefined: 7.16.1.1p2: an int taken as a double */
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
    printf("%d\n", f(1, 5));
    return 0;
}
