/* defined: 6.2.4p2: the look-alike of scope_ended.c */
#include <stdio.h>

int main(void)
{
    int *p;
    int x = 5;
    {
        p = &x;
    }
    printf("%d\n", *p);
    return 0;
}
