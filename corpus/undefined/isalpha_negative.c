/* undefined: 7.4p1: isalpha of a negative char */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    char c = -100;
    printf("%d\n", isalpha(c) != 0);
    return 0;
}
