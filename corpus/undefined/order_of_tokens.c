/* unspecified: 6.5.2.2p10: strtok called twice for the arguments of one call */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[] = "one two three";
    strtok(text, " ");
    printf("%s %s\n", strtok(NULL, " "), strtok(NULL, " "));
    return 0;
}
