/* undefined: 6.5.2.2p9: called through a pointer to another type */
#include <stdio.h>

static int one(int x) { return x + 1; }

int main(void)
{
    int (*f)(long) = (int (*)(long))one;
    printf("%d\n", f(4));
    return 0;
}
