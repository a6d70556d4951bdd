/* undefined: 6.4.5p7: strtok writes into a string literal */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char *text = "a b";
    printf("%s\n", strtok(text, " "));
    return 0;
}
