/* defined: 7.11.2.1p8: the look-alike of localeconv_modified.c */
#include <locale.h>
#include <stdio.h>

int main(void)
{
    struct lconv *l = localeconv(), mine = *l;
    mine.frac_digits = 3;
    printf("%d\n", l->decimal_point[0] + mine.decimal_point[0]);
    return 0;
}
