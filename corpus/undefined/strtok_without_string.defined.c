/* defined: 7.24.5.8p3: the look-alike of strtok_without_string.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "a b";
    char *t = strtok(text, " ");
    printf("%d %s\n", t == NULL, text);
    return 0;
}
