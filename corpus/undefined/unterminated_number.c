/* undefined: 7.22.1.2: atoi of an array that holds no string */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *digits = malloc(3);
    memcpy(digits, "123", 3);
    printf("%d\n", atoi(digits));
    free(digits);
    return 0;
}
