/* undefined: 7.1.4p1: strlen of an array without a null character */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[3] = {'a', 'b', 'c'};
    printf("%d\n", (int)strlen(b));
    return 0;
}
