/* Copies, temporaries and initialisers of records; unaligned members; bit-fields that share bytes with their neighbours. */
#include <stdio.h>
#include <string.h>
#include <stddef.h>
struct pair { int a, b; };
struct wide { long w[5]; };
struct __attribute__((packed)) tight { char c; struct pair p; long l; short s[3]; double d; };
struct fields { char before; int a : 3; unsigned b : 7; long c : 33; _Bool d : 1; char after; unsigned e : 31; unsigned f : 32; };
struct __attribute__((packed)) packed_fields { char before; long a : 61; long b : 62; unsigned c : 5; char after; };
union both { struct pair p; long l; unsigned char bytes[8]; };
static struct pair make(int a, int b) { struct pair p = {a, b}; return p; }
static struct wide widen(int a) { struct wide w = {{a, a + 1, a + 2, a + 3, a + 4}}; return w; }
static struct wide swapped(struct wide w) { long t = w.w[0]; w.w[0] = w.w[4]; w.w[4] = t; return w; }
static void show(const void *p, size_t n) { for (size_t i = 0; i < n; i++) printf("%02x", ((const unsigned char *)p)[i]); puts(""); }
static struct pair global[3] = {[1] = {1, 2}};
static int side;
static struct pair *next(void) { side++; return &global[side % 3]; }
int main(void) {
    struct pair a = {1, 2}, b = a, c;
    c = b = make(3, 4);
    printf("%d %d %d %d %d\n", a.a, b.b, c.a, make(5, 6).b, (a = c).b);
    struct wide w = widen(10);
    w = swapped(w);
    w = swapped(swapped(w));
    printf("%ld %ld %ld\n", w.w[0], w.w[4], widen(7).w[3]);
    int yes = side == 0;
    struct pair chosen = yes ? make(8, 9) : a, other = !yes ? b : (a.a++, a);
    printf("%d %d %d\n", chosen.a, other.a, (yes ? a : b).b);
    *next() = *next() = (struct pair){21, 22};
    next()->a += 5, next()->b++;
    for (int i = 0; i < 3; i++) printf("%d,%d ", global[i].a, global[i].b);
    printf("%d\n", side);
    struct tight t[2] = {{'x', {1, 2}, 3, {4, 5, 6}, 7.5}};
    t[1] = t[0];
    t[1].p = make(70, 80);
    t[1].l += t[0].s[2] * 100;
    t[1].s[side & 1]++;
    memcpy(&t[0].d, &t[1].l, 8);
    show(t, sizeof t);
    struct pair *unaligned_copy = &(struct pair){0};
    *unaligned_copy = t[1].p;
    printf("%d %zu\n", unaligned_copy->b, offsetof(struct tight, d));
    struct fields f;
    memset(&f, 0xff, sizeof f);
    f.a = 2, f.b = 99, f.c = -3, f.d = 0, f.e = 5, f.f = 6;
    show(&f, sizeof f);
    f.c += 0x100000000, f.a -= 4, f.d |= 2, f.b <<= 1, f.e--, f.f ^= -1;
    printf("%d %u %lld %d %u %u %d\n", f.a, f.b, (long long)f.c, f.d, f.e, f.f, (f.a = 7) + (f.b = 300));
    show(&f, sizeof f);
    struct packed_fields g = {1, -2, 3, 30, 9};
    g.a *= 1000000007, g.b -= 0x123456789, g.c += 3;
    printf("%lld %lld %u\n", (long long)g.a, (long long)g.b, g.c);
    show(&g, sizeof g);
    union both u = {.l = 0x1122334455667788};
    u.p.b = u.bytes[1];
    printf("%lx\n", u.l);
    static const struct { char tag; struct fields f; const char *s; int *p; } fixed = {'t', {1, -1, 100, -5, 1, 2, 77, 88}, "str", &global[1].b};
    show(&fixed, offsetof(__typeof__(fixed), s));
    printf("%s %d\n", fixed.s, *fixed.p == global[1].b);
    for (int i = 0; i < 2; i++) {
        int list[8] = {[2] = i, 5, [7] = i * 2};
        char text[] = "text", padded[12] = "pad";
        text[i] = 'X', list[0]++, padded[5] = 'y';
        printf("%d %d %d %d %s %d\n", list[0], list[2], list[3], list[7], text, padded[5] + padded[6]);
        struct { int n; struct pair p[2]; char s[4]; } nested = {i, {{1}, [1].b = i + 3}, "abcd"};
        printf("%d %d %d %.4s\n", nested.n, nested.p[0].a, nested.p[1].b, nested.s);
    }
    volatile struct pair vp = {1, 2};
    struct pair from_volatile = vp;
    vp = make(from_volatile.a + 1, 3);
    printf("%d %d\n", vp.a, vp.b);
    return 0;
}
