/* defined: gcc manual, Zero Length: a zero-length array as the last member */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    struct z { int n; int a[0]; } *p = malloc(sizeof *p + 8);
    p->a[1] = 5;
    printf("%d\n", p->a[1]);
    return 0;
}
