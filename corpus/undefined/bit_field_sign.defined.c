/* defined: 6.7.2p5: implementation-defined: a plain int bit-field is signed */
#include <stdio.h>

int main(void)
{
    struct { int b : 3; } s;
    s.b = 7;
    printf("%d\n", s.b);
    return 0;
}
