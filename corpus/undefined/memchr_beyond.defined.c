/* defined: 7.24.5.1p2: memchr stops where it finds the character */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[4] = "abc";
    printf("%d\n", (int)((char *)memchr(a, 'b', 100) - a));
    return 0;
}
