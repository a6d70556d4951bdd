/* undefined: 7.24.6.2p3: the string of strerror modified */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char *text = strerror(2);
    text[0] = 'X';
    printf("%c\n", text[0]);
    return 0;
}
