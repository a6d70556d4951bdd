/* defined: 6.3.1.3p3: implementation-defined, and documented: modulo 2^n */
#include <stdio.h>

int main(void)
{
    int x = 70000;
    printf("%d\n", (short)x);
    return 0;
}
