/* defined: 6.5.2.2p4: records passed and returned by value */
#include <stdio.h>

struct pair { int a; char b; };
static struct pair swap(struct pair p)
{
    struct pair q = {p.b, (char)p.a};
    return q;
}

int main(void)
{
    struct pair p = {3, 4};
    printf("%d\n", swap(swap(p)).a);
    return 0;
}
