/* undefined: 6.7.3p6: a const compound literal is modified */
#include <stdio.h>

static int *first(const int *p) { return (int *)p; }
int main(void)
{
    int *p = first((const int[]){1, 2});
    p[0] = 3;
    printf("%d\n", p[0]);
    return 0;
}
