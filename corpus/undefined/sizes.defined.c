/* defined: 6.2.6.1p2: implementation-defined, and fixed by the ABI */
#include <stdio.h>

int main(void)
{
    struct { char c; long l; short s; } x;
    printf("%d\n", (int)sizeof x + (int)sizeof(void *));
    return 0;
}
