/* defined: 6.4.5p7, J.1: the look-alike of literal_suffix.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *a = "a common end", *b = "end";
    printf("%d\n", strcmp(a + 9, b) == 0);
    return 0;
}
