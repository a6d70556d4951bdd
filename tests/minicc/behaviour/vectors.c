/* GNU vectors: operators element by element, scalars in between, comparisons, shuffles, conversions, passing. */
#include <stdio.h>
#include <string.h>

typedef int v4si __attribute__((vector_size(16)));
typedef unsigned v4ui __attribute__((vector_size(16)));
typedef float v4sf __attribute__((vector_size(16)));
typedef signed char v8qi __attribute__((vector_size(8)));
typedef unsigned char v16qu __attribute__((vector_size(16)));
typedef double v4df __attribute__((vector_size(32)));
typedef long v4di __attribute__((vector_size(32)));
typedef short v2hi __attribute__((vector_size(4)));
typedef float unaligned_v4sf __attribute__((vector_size(16), aligned(1)));

#define SHOW(v, format)                                                                                              \
    do {                                                                                                             \
        for (unsigned i = 0; i < sizeof(v) / sizeof((v)[0]); i++)                                                    \
            printf(format " ", (v)[i]);                                                                              \
        puts("");                                                                                                    \
    } while (0)

v4si va = {1, 2, 3, 4}, vb = {5, 6};
static struct { v4sf a; v8qi b; int c; } record = {{1, 2, 3, 4}, {1, 2, 3}, 7}, elided = {1, 2, 3, 4, 5};
static v4si table[2] = {{1, 2, 3, 4}, {5, 6, 7, 8}};

static v4si add(v4si a, v4si b) { return a + b * 2 - (a > b); }
static v4df divide(v4df a, v4df b) { a[1] = 7; return -a / b; }
static v8qi bytes(v8qi a) { a <<= 1; a++; return ~a; }
static v2hi halves(v2hi a, int b) { return a * (v2hi){3, 4} + (short)b; }
int __attribute__((vector_size(16))) through(int __attribute__((vector_size(16))) * p) { return *p; }

int main(void)
{
    v4si c = add(va, vb);
    SHOW(c, "%d");
    v4df d = divide((v4df){1, 2, 3, 4}, (v4df){2, 3, 4, 5});
    SHOW(d, "%g");
    v8qi q = bytes((v8qi){1, 2, 3, 4, 5, 6, 7, 8});
    SHOW(q, "%d");
    SHOW(halves(((v2hi){100, 32767}), 5), "%d");
    v4sf f = record.a * 2.0f;
    SHOW(f, "%g");
    SHOW(1 - f, "%g");
    SHOW((v4si)f, "%x");
    SHOW(f > record.a, "%d");
    SHOW(f != f, "%d");
    SHOW(-f, "%g");
    SHOW(elided.a, "%g");
    SHOW(elided.b, "%d");
    SHOW(__builtin_shuffle(va, ((v4si){3, 2, 9, -1})), "%d");
    SHOW(__builtin_shuffle(va, vb, va + 2), "%d");
    SHOW(__builtin_shuffle(f, c), "%g");
    SHOW(__builtin_shufflevector(va, vb, 0, 5, 2, 7), "%d");
    SHOW(__builtin_shufflevector(va, va, 3, 1), "%d");
    SHOW(__builtin_convertvector(va, v4sf), "%g");
    SHOW(__builtin_convertvector(va, v4di), "%ld");
    SHOW(__builtin_convertvector(d, v4si), "%d");
    v4ui u = (v4ui)va - 3;
    SHOW(u, "%u");
    SHOW((u > (v4ui){2, 2, 2, 2}), "%d");
    SHOW(va - 3 > 0, "%d");
    u >>= 1;
    SHOW(u / 3 % 5 ^ u, "%u");
    SHOW(va << vb, "%d");
    SHOW(1 << va, "%d");
    SHOW((va & 1) | (~va & 6), "%d");
    v16qu many = {250, 251};
    many += 10;
    SHOW(many, "%d");
    c = va[1] > 1 ? va : vb;
    c[va[0]] = 77;
    c[2] += 5;
    c[3]++;
    SHOW(c, "%d");
    int *pointer = &c[2];
    *pointer *= 2;
    printf("%d %d %d\n", c[2], table[1][2], add(va, vb)[3]);
    long long bits = (long long)q;
    printf("%llx\n", bits);
    v8qi again = (v8qi)bits;
    printf("%d\n", memcmp(&again, &q, sizeof q));
    SHOW(through(&table[1]), "%d");
    char buffer[40];
    for (int i = 0; i < 40; i++)
        buffer[i] = (char)i;
    unaligned_v4sf *at = (unaligned_v4sf *)(buffer + 3);
    SHOW((v4si)*at, "%x");
    *at = f;
    SHOW(*(unaligned_v4sf *)(buffer + 3), "%g");
    printf("%d %d\n", (int)sizeof(v4df), (int)__alignof__(unaligned_v4sf));
    v4si empty = {};
    SHOW(empty, "%d");
    volatile v4si guarded = va;
    guarded *= 3;
    SHOW(guarded, "%d");
    return 0;
}
