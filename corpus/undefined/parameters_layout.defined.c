/* defined: 6.9.1p9, J.1: the look-alike of parameters_layout.c */
#include <stdint.h>
#include <stdio.h>

static int f(int a, int b)
{
    return (uintptr_t)&a != (uintptr_t)&b;
}

int main(void)
{
    printf("%d\n", f(1, 2));
    return 0;
}
