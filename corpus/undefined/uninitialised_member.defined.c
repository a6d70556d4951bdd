/* defined: 6.7.9p10: the look-alike of uninitialised_member.c */
#include <stdio.h>

int main(void)
{
    struct { int a, b; } s = {1};
    printf("%d\n", s.b);
    return 0;
}
