/* unspecified: 6.5p3, J.1: a variable and a call that changes it */
#include <stdio.h>

static int x = 1;
static int change(void) { return x = 10; }

int main(void)
{
    printf("%d\n", x + change());
    return 0;
}
