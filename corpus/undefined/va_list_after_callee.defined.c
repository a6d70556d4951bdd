/* defined: 7.16p3: the look-alike of va_list_after_callee.c */
#include <stdarg.h>
#include <stdio.h>

static int two(va_list *list)
{
    int a = va_arg(*list, int);
    return a * 10 + va_arg(*list, int);
}

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    int t = two(&list);
    t = t * 10 + va_arg(list, int);
    va_end(list);
    return t;
}

int main(void)
{
    printf("%d\n", f(3, 5, 6, 7));
    return 0;
}
