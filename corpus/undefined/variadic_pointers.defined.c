/* defined: 7.16.1.1p2: void * and char * may be taken for each other */
#include <stdarg.h>
#include <stdio.h>

static int f(int n, ...)
{
    va_list list;
    va_start(list, n);
    char *s = va_arg(list, char *);
    va_end(list);
    return s[0];
}

int main(void)
{
    printf("%d\n", f(1, (void *)"abc"));
    return 0;
}
