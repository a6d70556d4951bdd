/* defined: 6.7.9p10: the look-alike of uninitialised_pointer.c */
#include <stdio.h>

int main(void)
{
    static int *p;
    printf("%d\n", p == 0);
    return 0;
}
