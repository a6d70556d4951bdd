/* defined: 7.24: strings that fit exactly */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[6];
    strcpy(b, "ab");
    strcat(b, "cde");
    printf("%d\n", (int)strlen(b) + b[4]);
    return 0;
}
