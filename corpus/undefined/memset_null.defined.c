/* defined: 7.1.4p1, 7.24.1p2: the look-alike of memset_null.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[1] = {1}, *p = b;
    int n = 0;
    memset(p, 0, n);
    printf("%d\n", p[0]);
    return 0;
}
