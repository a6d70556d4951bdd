/* defined: 6.5p7: the look-alike of alias_float_as_int.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    float f = 1.0f;
    int n;
    memcpy(&n, &f, sizeof n);
    printf("%d\n", n);
    return 0;
}
