/* undefined: 7.24.5.8p3: strtok continued before it began */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "a b";
    char *t = strtok(NULL, " ");
    printf("%d %s\n", t == NULL, text);
    return 0;
}
