/* defined: 6.5.2.2p9, 6.3.2.3p8: the look-alike of sort_comparison_type.c */
#include <stdio.h>

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int call(int (*f)(const void *, const void *), int *p) { return f(p, p + 1); }

int main(void)
{
    int a[2] = {1, 2};
    printf("%d\n", call(compare, a));
    return 0;
}
