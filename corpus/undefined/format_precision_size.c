/* undefined: 7.21.6.1p5, p9: a size_t for a precision */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *s = "hello world";
    printf("%.*s|\n", strlen("hello"), s);
    return 0;
}
