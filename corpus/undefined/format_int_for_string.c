/* undefined: 7.21.6.1p9: %s and an int */
#include <stdio.h>

int main(void)
{
    printf("%s\n", 3);
    return 0;
}
