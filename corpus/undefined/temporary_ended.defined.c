/* defined: 6.2.4p8: the look-alike of temporary_ended.c */
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
    int p[1] = {make(7).a[0]};
    int q[1] = {make(8).a[0]};
    printf("%d\n", p[0] + q[0]);
    return 0;
}
