/* defined: 6.5.6p8: the look-alike of member_array_overrun.c */
#include <stdio.h>

int main(void)
{
    struct { int a[2]; int b; } s = {{1, 2}, 3};
    int i = 1;
    printf("%d\n", s.a[i] + s.b);
    return 0;
}
