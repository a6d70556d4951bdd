/* undefined: 6.5p7: a char array used as an int */
#include <stdio.h>

static _Alignas(int) char buffer[sizeof(int)];

int main(void)
{
    *(int *)buffer = 5;
    printf("%d\n", *(int *)buffer);
    return 0;
}
