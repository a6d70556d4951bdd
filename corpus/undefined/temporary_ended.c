/* undefined: 6.2.4p8: a function's result used after the expression ended */
#include <stdio.h>

struct s {
    int a[3];
};

static struct s make(int n)
{
    return (struct s){{n, 2, 3}};
}

int main(void)
{
    int *p = make(7).a;
    int *q = make(8).a;
    printf("%d\n", p[0] + q[0]);
    return 0;
}
