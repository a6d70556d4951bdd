/* undefined: 7.24.2.4p2: strncpy of overlapping arrays */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "abcdefgh";
    strncpy(text + 2, text, 4);
    printf("%s\n", text);
    return 0;
}
