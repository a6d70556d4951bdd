/* A narrower input in the x87 register of an output: the value is widened; in a general one bits are bits. */
#include <stdio.h>

static double fpatan(double y, float x)
{
    double r;
    __asm__("fpatan" : "=t"(r) : "0"(x), "u"(y) : "st(1)");
    return r;
}

static void *bits_of(double x)
{
    void *r;
    __asm__("" : "=r"(r) : "0"(x));
    return r;
}

int main(void)
{
    printf("%a %p\n", fpatan(1, 2.5f), bits_of(1.5));
    return 0;
}
