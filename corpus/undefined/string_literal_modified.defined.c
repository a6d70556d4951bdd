/* defined: 6.4.5p7: the look-alike of string_literal_modified.c */
#include <stdio.h>

int main(void)
{
    char s[] = "text";
    printf("%d\n", s[0]);
    s[0] = 'n';
    printf("%d\n", s[0]);
    return 0;
}
