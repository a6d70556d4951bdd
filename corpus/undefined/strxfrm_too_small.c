/* undefined: 7.24.4.5p3: the array that strxfrm found too small */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char to[4] = "...";
    size_t n = strxfrm(to, "abcdef", sizeof to);
    printf("%d %c\n", (int)n, to[0]);
    return 0;
}
