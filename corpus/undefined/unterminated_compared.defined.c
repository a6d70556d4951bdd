/* defined: 7.24.4.2: the look-alike of unterminated_compared.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[3] = "abc", b[4] = "abc";
    printf("%d\n", strncmp(a, b, 3) == 0);
    return 0;
}
