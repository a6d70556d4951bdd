/* undefined: 7.22.1p1: atoi of a value that an int does not hold */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const char *s = "99999999999";
    printf("%d\n", atoi(s));
    return 0;
}
