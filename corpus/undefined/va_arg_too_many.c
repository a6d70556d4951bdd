/* undefined: 7.16.1.1p2: no argument is left */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    int total = 0;
    va_list list;
    va_start(list, n);
    while (n-- > 0)
        total += va_arg(list, int);
    va_end(list);
    return total;
}

int main(void)
{
    printf("%d\n", f(3, 1, 2));
    return 0;
}
