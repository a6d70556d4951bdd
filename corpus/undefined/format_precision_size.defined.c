/* defined: 7.21.6.1p5, p9: the look-alike of format_precision_size.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *s = "hello world";
    printf("%.*s|\n", (int)strlen("hello"), s);
    return 0;
}
