/* undefined: 6.5.2.2p9: a function of int * called as one of void * */
#include <stdio.h>

static int get(int * x) { return *(int *)x; }

int main(void)
{
    int value = 4;
    int (*f)(void *) = (int (*)(void *))get;
    printf("%d\n", f(&value));
    return 0;
}
