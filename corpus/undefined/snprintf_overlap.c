/* undefined: 7.21.6.5p2: snprintf prints a string into itself */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[16] = "abc", copy[16];
    strcpy(copy, text);
    snprintf(text, sizeof text, "%s!", text);
    printf("%s\n", text);
    return 0;
}
