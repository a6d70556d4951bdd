/* defined: 6.5.2.3p3: a union read through another member */
#include <stdio.h>

int main(void)
{
    union { float f; unsigned u; } x = {.f = 1.0f};
    printf("%x\n", x.u);
    return 0;
}
