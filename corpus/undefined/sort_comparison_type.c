/* undefined: 6.5.2.2p9, 6.3.2.3p8: a comparison function called through a cast */
#include <stdio.h>

static int compare(int *a, int *b) { return *a - *b; }
static int call(int (*f)(const void *, const void *), int *p) { return f(p, p + 1); }

int main(void)
{
    int a[2] = {1, 2};
    printf("%d\n", call((int (*)(const void *, const void *))compare, a));
    return 0;
}
