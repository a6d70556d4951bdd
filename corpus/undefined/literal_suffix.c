/* unspecified: 6.4.5p7, J.1: whether a literal is the end of another */
#include <stdio.h>

int main(void)
{
    const char *a = "a common end", *b = "end";
    printf("%d\n", a + 9 == b);
    return 0;
}
