/* defined: 6.7.9p10: the look-alike of uninitialised_bit_field.c */
#include <stdio.h>

int main(void)
{
    struct { unsigned a : 3, b : 5; } s;
    s.a = 1;
    s.b = 2;
    printf("%d\n", s.b);
    return 0;
}
