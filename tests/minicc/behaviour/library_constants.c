/* What gcc knows of library functions at -O0 too, constants out of range, division by wide bit-fields, _Alignof. */
#include <stdio.h>
#include <string.h>
static char sized[5];
static unsigned long length = __builtin_strlen("seven77"), again = sizeof("x") + strlen("ab\0cd");
int f1(void) { return (int)2147483648.0f; }
int f2(void) { return (int)(float)2147483647; }
unsigned f3(void) { return (unsigned)-5.0; }
unsigned char f4(void) { return (unsigned char)1e10; }
long long llabs(long long);
struct wide { long long a : 40; unsigned long long u : 40; unsigned long long w : 33; unsigned char n; };
static int calls;
static struct wide *next(struct wide *p) { calls++; return p; }
int main(void)
{
    signed char c = -100;
    short s = -3000;
    int i = -5;
    long l = -77;
    struct wide x = {0, 7, 5, 200};
    printf("%ld %ld %d %lld\n", l / x.u, l % x.w, i / x.u > 0, (long long)x.a - x.u);
    c /= x.u; s %= x.u; i >>= x.w;
    printf("%d %d %d\n", c, s, i);
    c = -100, s = -3000, i = -77;
    c %= x.w; s /= x.w; i /= x.u;
    printf("%d %d %d\n", c, s, i);
    i = -77;
    l /= x.u; i *= x.u;
    printf("%d %ld\n", i, l);
    short array[2] = {-9, -300};
    int k = 0;
    array[k++] /= x.w;
    array[k++] %= x.u;
    next(&x)->n /= x.w;
    next(&x)->a = -100000;
    next(&x)->a /= x.u;
    printf("%d %d %d %d %lld %d\n", array[0], array[1], k, x.n, (long long)x.a, calls);
    printf("%d %lu %lu\n", (int)sizeof sized, length, again);
    printf("%d %d %u %d %d\n", f1(), f2(), f3(), f4(), llabs(-3) == 3);
    printf("%d %d\n", (int)_Alignof(float __attribute__((vector_size(32)))), (int)__alignof__(float __attribute__((vector_size(32)))));
    return 0;
}
