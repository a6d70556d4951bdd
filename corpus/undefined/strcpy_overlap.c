/* undefined: 7.24.2.3p2: strcpy onto itself, shifted */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[10] = "abcdefg";
    strcpy(b, b + 1);
    printf("%d\n", b[3]);
    return 0;
}
