/* defined: 7.16.1.2: a list copied and walked twice */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list, again;
    int total = 0;
    va_start(list, n);
    va_copy(again, list);
    for (int i = 0; i < n; i++)
        total += va_arg(list, int);
    for (int i = 0; i < n; i++)
        total += va_arg(again, int) * 10;
    va_end(again);
    va_end(list);
    return total;
}

int main(void)
{
    printf("%d\n", f(3, 1, 2, 3));
    return 0;
}
