/* defined: 6.4.5p7: the look-alike of strtok_of_literal.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "a b";
    printf("%s\n", strtok(text, " "));
    return 0;
}
