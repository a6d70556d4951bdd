/* undefined: 7.24.2.1p2: memcpy between overlapping objects */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[10] = "abcdefgh";
    memcpy(b + 1, b, 5);
    printf("%d\n", b[3]);
    return 0;
}
