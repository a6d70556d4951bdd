/* undefined: 7.24.2.3: strcpy into an array that is too small */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[4];
    printf("%d\n", 1);
    fflush(stdout);
    strcpy(b, "abcdefgh");
    printf("%d\n", b[0]);
    return 0;
}
