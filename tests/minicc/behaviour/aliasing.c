/* Accesses that the rules of aliasing allow (C11 6.5p7) although the types of the lvalues differ. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOT_INLINED __attribute__((noinline, noclone))

typedef int __attribute__((may_alias)) any_int;
typedef struct __attribute__((may_alias)) { int low, high; } any_pair;
union number { int bits; float value; short halves[2]; struct { unsigned char first, rest[3]; } bytes; };
struct inner { int a; float b; };
struct outer { long tag; struct inner inner; struct inner more[2]; union number number; int tail[]; };
enum colour { RED, GREEN, BLUE };

NOT_INLINED int through_union(union number *one, union number *other) {
    one->bits = 1;
    other->value = 2.0f;
    return one->bits;
}
NOT_INLINED int union_array(union number *one, union number *other, int i) {
    one->bits = 0;
    other->halves[i] = 7;
    return one->bits;
}
NOT_INLINED int union_address(union number *one, union number *other) {
    one->bits = 3;
    *&other->value = 4.0f;
    (&other->bytes)->first = 9;
    return one->bits;
}
NOT_INLINED int may_alias(any_int *i, float *f) {
    *i = 1;
    *f = 2.0f;
    return *i;
}
NOT_INLINED int may_alias_struct(any_pair *pair, double *d) {
    pair->high = 1;
    *d = 2.0;
    return pair->high;
}
NOT_INLINED int characters(unsigned char *c, int *i) {
    *i = 0;
    c[1] = 1;
    return *i;
}
NOT_INLINED unsigned signedness(unsigned *u, int *i) {
    *u = 5;
    *i = -1;
    return *u;
}
NOT_INLINED int enumeration(enum colour *c, unsigned *u) {
    *c = RED;
    *u = BLUE;
    return *c;
}
NOT_INLINED int member(struct outer *o, struct inner *i, int *a) {
    o->inner.a = 1;
    i->a = 2;
    *a += 40;
    return o->inner.a;
}
NOT_INLINED int element(struct outer *o, struct inner *i, int at) {
    o->more[at].a = 1;
    i->a = 2;
    return o->more[at].a;
}
NOT_INLINED int flexible(struct outer *o, int *a, int at) {
    o->tail[at] = 1;
    *a = 2;
    return o->tail[at];
}
NOT_INLINED double copied(double *d, void *same) {
    *d = 1.0;
    memcpy(same, &(double){ 2.5 }, sizeof *d);
    return *d;
}
NOT_INLINED int whole(struct inner *one, struct inner *other, int *a) {
    *a = 1;
    *one = *other;
    return *a;
}
NOT_INLINED float complex_parts(float _Complex *z, float *f) {
    *z = 1.0f;
    *f = 2.0f;
    return __real__ *z;
}
struct bits { unsigned low : 5, high : 11; _Bool flag; };
NOT_INLINED int bit_fields(struct bits *b, struct bits *c, _Bool *flag) {
    b->low = 3;
    c->high = 5;
    *flag = 1;
    return b->low + b->high + b->flag;
}
typedef float vector __attribute__((vector_size(16)));
NOT_INLINED float vectors(vector *v, float *f) {
    *v = (vector){ 1, 2, 3, 4 };
    f[2] = 9;
    return (*v)[2];
}
NOT_INLINED int restricted(int *restrict a, const int *restrict b, int n) {
    for (int i = 0; i < n; i++) a[i] += b[i % 4];
    int *based = a + 1;
    *based = 100;
    return a[1] + a[2];
}
struct large { long words[6]; };
NOT_INLINED struct large shifted(const struct large *source) {
    struct large result;
    for (int i = 0; i < 6; i++) result.words[i] = source->words[(i + 1) % 6];
    return result;
}

int main(void) {
    union number u;
    printf("%d %d %d\n", through_union(&u, &u), union_array(&u, &u, 1), union_address(&u, &u));
    double d;
    float f;
    printf("%d %d\n", may_alias((any_int *)&f, &f), may_alias_struct((any_pair *)&d, &d));
    int i;
    unsigned n;
    enum colour c;
    printf("%d %u %d\n", characters((unsigned char *)&i, &i), signedness(&n, (int *)&n), enumeration(&c, (unsigned *)&c));
    struct outer *o = malloc(sizeof *o + 4 * sizeof(int));
    printf("%d %d %d\n", member(o, &o->inner, &o->inner.a), element(o, &o->more[1], 1), flexible(o, &o->tail[2], 2));
    printf("%g\n", copied(&d, &d));
    struct inner one, other = { 5, 6 };
    printf("%d\n", whole(&one, &other, &one.a));
    float _Complex z;
    printf("%g\n", complex_parts(&z, (float *)&z));
    struct bits b = { 0 };
    printf("%d\n", bit_fields(&b, &b, &b.flag));
    vector v;
    printf("%g\n", vectors(&v, (float *)&v));
    int numbers[12] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    printf("%d\n", restricted(numbers + 4, numbers, 8));
    struct large many = { { 1, 2, 3, 4, 5, 6 } };
    many = shifted(&many);
    printf("%ld %ld\n", many.words[0], many.words[5]);
    /* Memory that was an int becomes a float (6.5p6). */
    int *as_int = malloc(sizeof(int));
    *as_int = 3;
    int kept = *as_int;
    float *as_float = (float *)as_int;
    *as_float = 0.5f;
    printf("%d %g\n", kept, *as_float);
    return 0;
}
