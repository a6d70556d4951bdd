/* defined: 7.24.4.5p3: the look-alike of strxfrm_too_small.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char to[8] = "...";
    size_t n = strxfrm(to, "abcdef", sizeof to);
    printf("%d %c\n", (int)n, to[0]);
    return 0;
}
