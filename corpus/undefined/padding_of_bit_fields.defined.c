/* defined: 6.2.6.1p6: the look-alike of padding_of_bit_fields.c */
#include <stdio.h>
#include <string.h>

struct S { unsigned a : 3; unsigned b : 29; };
int main(void)
{
    struct S s;
    unsigned bits;
    s.a = 5;
    s.b = 1;
    memcpy(&bits, &s, sizeof bits);
    printf("%u\n", bits);
    return 0;
}
