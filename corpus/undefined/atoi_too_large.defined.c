/* defined: 7.22.1p1: the look-alike of atoi_too_large.c */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const char *s = "999999999";
    printf("%d\n", atoi(s));
    return 0;
}
