/* defined: 7.1.4p1: the look-alike of memcpy_too_much.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[8] = "abcdefg", b[16];
    memcpy(b, a, 8);
    printf("%d\n", b[0]);
    return 0;
}
