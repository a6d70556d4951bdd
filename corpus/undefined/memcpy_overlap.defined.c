/* defined: 7.24.2.1p2: the look-alike of memcpy_overlap.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[10] = "abcdefgh";
    memmove(b + 1, b, 5);
    printf("%d\n", b[3]);
    return 0;
}
