/* undefined: 7.1.4p1: a null pointer for a string */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *s = 0;
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", (int)strlen(s));
    return 0;
}
