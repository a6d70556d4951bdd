/* defined: 6.7.3p6: the look-alike of volatile_through_plain.c */
#include <stdio.h>

int main(void)
{
    int x = 5;
    volatile int *p = &x;
    printf("%d\n", *p);
    return 0;
}
