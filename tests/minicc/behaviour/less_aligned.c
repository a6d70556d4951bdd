/* Typedefs that ask for less alignment than their type has: layout, access through pointers, vectors inside. */
#include <stdio.h>
#include <string.h>
typedef int int_1 __attribute__((aligned(1)));
typedef unsigned long __attribute__((aligned(2))) long_2;
typedef __int128 wide_8 __attribute__((aligned(8)));
typedef struct { float f __attribute__((vector_size(16))); int n; } vectors;
typedef vectors vectors_1 __attribute__((aligned(1)));
typedef struct { char c; int_1 i; long_2 l; wide_8 w; char *p; } mixed;
typedef char *pointer_1 __attribute__((aligned(1)));
struct pointed { char c; pointer_1 p; int_1 array[2]; };
struct of_records { char c; vectors_1 v; };
typedef int_1 int_4 __attribute__((aligned(4)));
static char buffer[256];
int main(void)
{
    printf("%d %d %d %d\n", (int)sizeof(mixed), (int)_Alignof(mixed), (int)__builtin_offsetof(mixed, l), (int)__builtin_offsetof(mixed, w));
    printf("%d %d %d %d\n", (int)_Alignof(int_1), (int)_Alignof(long_2), (int)_Alignof(vectors_1), (int)sizeof(vectors_1));
    printf("%d %d %d\n", (int)sizeof(struct pointed), (int)__builtin_offsetof(struct pointed, p), (int)sizeof(struct of_records));
    vectors_1 *v = (vectors_1 *)(buffer + 1), *w = (vectors_1 *)(buffer + 65);
    v->f = (__typeof__(v->f)){1, 2, 3, 4};
    v->n = 7;
    *w = *v;
    vectors copy = *w, back = {{5, 6, 7, 8}, 9};
    *v = back;
    printf("%g %d %g %d\n", copy.f[2], copy.n, v->f[3], v->n);
    wide_8 *big = (wide_8 *)(buffer + 72);
    *big = (__int128)5 << 70;
    *big += 3;
    printf("%d %d\n", (int)(*big >> 70), (int)*big);
    int_1 *i = (int_1 *)(buffer + 3);
    for (int k = 0; k < 20; k++)
        i[k] = k * 3;
    int sum = 0;
    for (int k = 0; k < 20; k++)
        sum += i[k];
    mixed m = {1, 2, 3, 4, "x"}, *pm = (mixed *)(buffer + 8);
    memcpy(pm, &m, sizeof m);
    printf("%d %d %lu %s\n", sum, pm->i, pm->l, pm->p);
    struct of_records r;
    memset(&r, 0, sizeof r);
    r.v = back;
    printf("%g %d\n", r.v.f[1], r.v.n);
    return 0;
}
