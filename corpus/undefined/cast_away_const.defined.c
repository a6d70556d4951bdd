/* defined: 6.7.3p6: a const pointer to an object that is not const */
#include <stdio.h>

static void set(const int *p) { *(int *)p = 3; }
int main(void)
{
    int x = 1;
    set(&x);
    printf("%d\n", x);
    return 0;
}
