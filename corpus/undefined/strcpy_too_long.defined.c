/* defined: 7.24.2.3: the look-alike of strcpy_too_long.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[9];
    printf("%d\n", 1);
    strcpy(b, "abcdefgh");
    printf("%d\n", b[0]);
    return 0;
}
