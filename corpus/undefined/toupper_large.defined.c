/* defined: 7.4p1: the look-alike of toupper_large.c */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    int n = EOF;
    printf("%d\n", toupper(n));
    return 0;
}
