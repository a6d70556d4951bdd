/* undefined: 6.5p7: a float read as an int */
#include <stdio.h>

int main(void)
{
    float f = 1.0f;
    int *p = (int *)&f;
    printf("%d\n", *p);
    return 0;
}
