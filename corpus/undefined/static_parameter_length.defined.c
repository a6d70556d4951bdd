/* defined: 6.7.6.3p7: the look-alike of static_parameter_length.c */
#include <stdio.h>

static int last(int n, int a[static 4]) { return a[n]; }

int main(void)
{
    int a[4] = {1, 2, 3, 4};
    printf("%d\n", last(3, a));
    return 0;
}
