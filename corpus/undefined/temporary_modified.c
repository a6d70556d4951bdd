/* undefined: 6.2.4p8: a member of a function's result modified */
#include <stdio.h>

struct s {
    int a[3];
};

static struct s make(void)
{
    return (struct s){{1, 2, 3}};
}

int main(void)
{
    int t = make().a[1] = 5;
    printf("%d\n", t);
    return 0;
}
