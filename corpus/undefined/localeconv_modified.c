/* undefined: 7.11.2.1p8: the structure that localeconv returned is modified */
#include <locale.h>
#include <stdio.h>

int main(void)
{
    struct lconv *l = localeconv(), mine = *l;
    (*l).frac_digits = 3;
    printf("%d\n", l->decimal_point[0] + mine.decimal_point[0]);
    return 0;
}
