/* undefined: 7.24.4.2: strcmp of an array that holds no string */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[3] = "abc", b[4] = "abc";
    printf("%d\n", strcmp(a, b) == 0);
    return 0;
}
