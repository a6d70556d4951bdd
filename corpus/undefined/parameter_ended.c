/* undefined: 6.2.4p2: the address of a parameter outlives its function */
#include <stdio.h>

static int *kept;
static void keep(int x) { kept = &x; }
int main(void)
{
    keep(5);
    printf("%d\n", *kept);
    return 0;
}
