/* defined: 7.22.1.2: the look-alike of unterminated_number.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *digits = malloc(3);
    memcpy(digits, "12\0", 3);
    printf("%d\n", atoi(digits));
    free(digits);
    return 0;
}
