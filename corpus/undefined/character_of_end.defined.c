/* defined: 7.4p1: the character functions take EOF */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    printf("%d %d\n", isalpha(EOF) != 0, toupper(EOF) == EOF);
    return 0;
}
