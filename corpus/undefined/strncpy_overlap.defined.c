/* defined: 7.24.2.4p2: the look-alike of strncpy_overlap.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "abcdefgh";
    strncpy(text + 4, text, 4);
    printf("%s\n", text);
    return 0;
}
