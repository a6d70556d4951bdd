/* defined: 6.5.8p5: the look-alike of compared_members.c */
#include <stdio.h>

int main(void)
{
    struct { char a[4], b[4]; } s;
    printf("%d\n", s.a > s.b);
    return 0;
}
