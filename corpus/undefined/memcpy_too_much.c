/* undefined: 7.1.4p1: memcpy reads past its source */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[8] = "abcdefg", b[16];
    memcpy(b, a, 12);
    printf("%d\n", b[0]);
    return 0;
}
