/* defined: 7.24.3.1, 6.3.2.1p2: the look-alike of uninitialised_strcat.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[64] = "";
    strcat(text, "abc");
    printf("%s\n", text);
    return 0;
}
