/* defined: 6.4.5p7, J.1: the look-alike of literals_compared.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *a = "same", *b = "same";
    printf("%d\n", strcmp(a, b) == 0);
    return 0;
}
