/* defined: 7.21.6.5p2: the look-alike of snprintf_size.c */
#include <stdio.h>

int main(void)
{
    char text[8];
    snprintf(text, 32, "%s", "short");
    printf("%s\n", text);
    return 0;
}
