/* undefined: 6.5p6: allocated memory stored as int, read as float */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4);
    *p = 0x3f800000;
    printf("%d\n", *(float *)p > 0.5f);
    return 0;
}
