/* defined: 7.24.6.2p3: the look-alike of strerror_modified.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[80];
    strcpy(text, strerror(2));
    text[0] = 'X';
    printf("%c\n", text[0]);
    return 0;
}
