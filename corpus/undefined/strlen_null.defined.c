/* defined: 7.1.4p1: the look-alike of strlen_null.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *s = "";
    printf("%d\n", 1);
    printf("%d\n", (int)strlen(s));
    return 0;
}
