/* defined: J.3.9: where bit-fields lie is for the implementation to say */
#include <stdio.h>
#include <string.h>

struct S { unsigned a : 4, b : 12, c : 16; };
int main(void)
{
    struct S s = {1, 2, 3};
    unsigned u;
    memcpy(&u, &s, sizeof u);
    printf("%x\n", u);
    return 0;
}
