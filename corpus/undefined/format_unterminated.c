/* undefined: 7.21.6.1p8: %s and an array without a null character */
#include <stdio.h>

int main(void)
{
    char text[4] = {'a', 'b', 'c', 'd'};
    printf("%s\n", text);
    return 0;
}
