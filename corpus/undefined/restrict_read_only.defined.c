/* defined: 6.7.3.1p4: the look-alike of restrict_read_only.c */
#include <stdio.h>

static int sum(const int *restrict p, const int *restrict q) { return *p + *q; }

int main(void)
{
    int x = 1;
    printf("%d\n", sum(&x, &x));
    return 0;
}
