/* undefined: 7.21.6.5p2: snprintf told of a longer array than there is */
#include <stdio.h>

int main(void)
{
    char text[8];
    snprintf(text, 32, "%s", "much too long");
    printf("%s\n", text);
    return 0;
}
