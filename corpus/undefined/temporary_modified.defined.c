/* defined: 6.2.4p8: the look-alike of temporary_modified.c */
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
    struct s s = make();
    int t = s.a[1] = 5;
    printf("%d\n", t);
    return 0;
}
