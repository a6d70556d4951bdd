/* defined: 6.2.6.1p7: the look-alike of union_uninitialised_bytes.c */
#include <stdio.h>

int main(void)
{
    union { int i; float f; } u;
    u.f = 1.0f;
    printf("%d\n", u.i);
    return 0;
}
