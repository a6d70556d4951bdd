/* defined: 7.24.2.3p2: the look-alike of strcpy_overlap.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[10] = "abcdefg";
    memmove(b, b + 1, strlen(b));
    printf("%d\n", b[3]);
    return 0;
}
