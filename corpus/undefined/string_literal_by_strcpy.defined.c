/* defined: 6.4.5p7: the look-alike of string_literal_by_strcpy.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char s[] = "some text";
    strcpy(s, "none");
    printf("%d\n", s[0]);
    return 0;
}
