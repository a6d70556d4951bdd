/* defined: 6.5.2.2p9: the look-alike of call_void_pointer_parameter.c */
#include <stdio.h>

static int get(void * x) { return *(int *)x; }

int main(void)
{
    int value = 4;
    int (*f)(void *) = (int (*)(void *))get;
    printf("%d\n", f(&value));
    return 0;
}
