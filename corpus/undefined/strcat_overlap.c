/* undefined: 7.24.3.1p2: a string appended to itself */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[20] = "ab";
    strcat(b, b);
    printf("%d\n", b[3]);
    return 0;
}
