/* unspecified: 6.4.5p7, J.1: whether equal string literals are one */
#include <stdio.h>

int main(void)
{
    const char *a = "same", *b = "same";
    printf("%d\n", a == b);
    return 0;
}
