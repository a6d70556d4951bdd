/* defined: 6.5p7: the look-alike of alias_pointers.c */
#include <stdio.h>

int main(void)
{
    int x = 3, *p = &x;
    int *const *q = &p;
    printf("%d\n", *q != 0);
    return 0;
}
