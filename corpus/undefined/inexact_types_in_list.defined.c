/* defined: 7.16.1.1p2: char * for void *, and a positive int for unsigned */
#include <stdarg.h>
#include <stdio.h>

static int get(int n, ...)
{
    va_list list;
    va_start(list, n);
    char *s = va_arg(list, char *);
    unsigned u = va_arg(list, unsigned);
    va_end(list);
    return s[0] + (int)u;
}
int main(void)
{
    printf("%d\n", get(2, (void *)"a", 5));
    return 0;
}
