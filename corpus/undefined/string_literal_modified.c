/* undefined: 6.4.5p7: a string literal modified */
#include <stdio.h>

int main(void)
{
    char *s = "text";
    printf("%d\n", s[0]);
    fflush(stdout);
    s[0] = 'n';
    printf("%d\n", s[0]);
    return 0;
}
