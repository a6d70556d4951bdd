/* undefined: 6.5p7: two pointers of incompatible types to one object */
#include <stdio.h>

static int set(int *i, float *f)
{
    *i = 1;
    *f = 2.0f;
    return *i;
}

int main(void)
{
    int x;
    printf("%d\n", set(&x, (float *)&x));
    return 0;
}
