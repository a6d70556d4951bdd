/* defined: 6.7.9p10: the look-alike of uninitialised_int.c */
#include <stdio.h>

int main(void)
{
    static int x;
    printf("%d\n", x);
    return 0;
}
