/* defined: 6.5.2.2p10: the look-alike of order_of_tokens.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "one two three";
    strtok(text, " ");
    char *second = strtok(NULL, " ");
    printf("%s %s\n", second, strtok(NULL, " "));
    return 0;
}
