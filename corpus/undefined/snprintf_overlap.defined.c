/* defined: 7.21.6.5p2: the look-alike of snprintf_overlap.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[16] = "abc", copy[16];
    strcpy(copy, text);
    snprintf(text, sizeof text, "%s!", copy);
    printf("%s\n", text);
    return 0;
}
