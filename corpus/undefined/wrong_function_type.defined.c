/* defined: 6.5.2.2p9: the look-alike of wrong_function_type.c */
#include <stdio.h>

static int one(int x) { return x + 1; }

int main(void)
{
    void (*g)(void) = (void (*)(void))one;
    int (*f)(int) = (int (*)(int))g;
    printf("%d\n", f(4));
    return 0;
}
