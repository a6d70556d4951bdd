/* undefined: 7.21.6.7p2: sscanf writes into the string it reads */
#include <stdio.h>

int main(void)
{
    char text[32] = "ab cdefgh", other[32];
    sscanf(text, "%*s %31s", text);
    printf("%s\n", text);
    return 0;
}
