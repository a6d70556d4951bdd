/* defined: gcc manual, packed: a packed member through its structure */
#include <stdio.h>

int main(void)
{
    struct __attribute__((packed)) { char c; int i; } s = {1, 2};
    s.i += 3;
    printf("%d\n", s.i);
    return 0;
}
