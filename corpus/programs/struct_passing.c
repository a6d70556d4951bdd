/* Structs by value through every System V x86-64 argument class. */
int printf(const char *, ...);

struct c1 { char a; };
struct c3 { char a[3]; };
struct i1 { int a; };
struct i3 { int a, b, c; };
struct l1 { long a; };
struct l2 { long a, b; };
struct l3 { long a, b, c; };
struct f1 { float a; };
struct f2 { float a, b; };
struct f3 { float a, b, c; };
struct f4 { float a, b, c, d; };
struct d1 { double a; };
struct d2 { double a, b; };
struct d3 { double a, b, c; };
struct di { double a; int b; };
struct id { int a; double b; };
struct fi { float a; int b; };
struct ffi { float a, b; int c; };
struct mix { char a; short b; float c; long d; };
struct nest { struct fi a; struct { short x; char y; } b; };
struct arr { short a[5]; };
struct bits { unsigned a : 5; long b : 40; int c : 9; };
union u1 { int a; float b; };
union u2 { double a; long b; char c[12]; };
struct big { char a[100]; };
struct ptr { int *a; const char *b; };
struct ld { long double a; };

static struct c1 r_c1(struct c1 v) { v.a++; return v; }
static struct c3 r_c3(struct c3 v) { v.a[1] += v.a[0]; return v; }
static struct i1 r_i1(struct i1 v) { v.a *= 2; return v; }
static struct i3 r_i3(struct i3 v) { v.b += v.a; v.c -= v.a; return v; }
static struct l1 r_l1(struct l1 v) { v.a = -v.a; return v; }
static struct l2 r_l2(struct l2 v) { v.b ^= v.a; return v; }
static struct l3 r_l3(struct l3 v) { v.c += v.a * v.b; return v; }
static struct f1 r_f1(struct f1 v) { v.a += 0.5f; return v; }
static struct f2 r_f2(struct f2 v) { v.b *= v.a; return v; }
static struct f3 r_f3(struct f3 v) { v.c = v.a + v.b; return v; }
static struct f4 r_f4(struct f4 v) { v.d = v.a - v.c; return v; }
static struct d1 r_d1(struct d1 v) { v.a /= 4; return v; }
static struct d2 r_d2(struct d2 v) { v.b -= v.a; return v; }
static struct d3 r_d3(struct d3 v) { v.c += v.b; return v; }
static struct di r_di(struct di v) { v.b += (int)v.a; return v; }
static struct id r_id(struct id v) { v.b += v.a; return v; }
static struct fi r_fi(struct fi v) { v.b += (int)v.a; return v; }
static struct ffi r_ffi(struct ffi v) { v.c = (int)(v.a * v.b); return v; }
static struct mix r_mix(struct mix v) { v.d += v.a + v.b + (int)v.c; return v; }
static struct nest r_nest(struct nest v) { v.b.x += v.a.b; v.b.y--; return v; }
static struct arr r_arr(struct arr v) { v.a[4] += v.a[0]; return v; }
static struct bits r_bits(struct bits v) { v.a++; v.b -= 7; v.c = -v.c; return v; }
static union u1 r_u1(union u1 v) { v.a++; return v; }
static union u2 r_u2(union u2 v) { v.b++; return v; }
static struct big r_big(struct big v) { v.a[99] += v.a[0]; return v; }
static struct ptr r_ptr(struct ptr v) { ++*v.a; v.b++; return v; }
static struct ld r_ld(struct ld v) { v.a *= 2; return v; }

static long many(struct l2 a, struct d2 b, struct l2 c, struct fi d, struct l2 e, struct d2 f, int g, struct big h, double i, struct c3 j, struct l1 k, double m, struct d2 n, struct d2 o, struct di p) {
    return a.a + a.b * 2 + (long)(b.a + b.b) * 3 + c.a * 4 + c.b * 5 + (long)d.a + d.b + e.a * 6 + e.b * 7 + (long)(f.a + f.b) * 8 + g +
           h.a[50] + (long)i + j.a[2] + k.a + (long)m + (long)(n.a + n.b) + (long)(o.a * o.b) + (long)p.a * 9 + p.b;
}

static struct l3 chain(int depth, struct l3 v) {
    if (depth == 0) return v;
    v.a += depth;
    v.c = v.b - v.a;
    return chain(depth - 1, r_l3(v));
}

int main(void) {
    int target = 41;
    printf("%d\n", r_c1((struct c1){'x'}).a);
    printf("%d\n", r_c3((struct c3){{1, 2, 3}}).a[1]);
    printf("%d\n", r_i1((struct i1){21}).a);
    struct i3 i3 = r_i3((struct i3){1, 2, 3});
    printf("%d %d %d\n", i3.a, i3.b, i3.c);
    printf("%ld\n", r_l1((struct l1){1L << 40}).a);
    struct l2 l2 = r_l2((struct l2){5, 9});
    printf("%ld %ld\n", l2.a, l2.b);
    printf("%ld\n", r_l3((struct l3){2, 3, 4}).c);
    printf("%g\n", r_f1((struct f1){1.25f}).a);
    printf("%g\n", r_f2((struct f2){1.5f, 3}).b);
    printf("%g\n", r_f3((struct f3){1.5f, 3, 0}).c);
    printf("%g\n", r_f4((struct f4){9, 8, 7.5f, 0}).d);
    printf("%g\n", r_d1((struct d1){3}).a);
    printf("%g\n", r_d2((struct d2){3, 4.5}).b);
    printf("%g\n", r_d3((struct d3){3, 4.5, 1}).c);
    printf("%d\n", r_di((struct di){3.75, 4}).b);
    printf("%g\n", r_id((struct id){3, 4.5}).b);
    printf("%d\n", r_fi((struct fi){2.5f, 40}).b);
    printf("%d\n", r_ffi((struct ffi){2.5f, 4, 0}).c);
    printf("%ld\n", r_mix((struct mix){1, -2, 3.5f, 100}).d);
    struct nest n = r_nest((struct nest){{1, 300}, {5, 0}});
    printf("%d %d\n", n.b.x, n.b.y);
    printf("%d\n", r_arr((struct arr){{1, 2, 3, 4, 5}}).a[4]);
    struct bits b = r_bits((struct bits){31, 3, 200});
    printf("%u %lld %d\n", b.a, (long long)b.b, b.c);
    printf("%d\n", r_u1((union u1){.a = 6}).a);
    printf("%ld\n", r_u2((union u2){.b = 1234567890123}).b);
    struct big big = {{7}};
    big.a[50] = 11;
    big = r_big(big);
    printf("%d\n", big.a[99]);
    struct ptr p = r_ptr((struct ptr){&target, "xyz"});
    printf("%d %s\n", *p.a, p.b);
    printf("%g\n", (double)r_ld((struct ld){1.5L}).a);
    printf("%ld\n", many((struct l2){1, 2}, (struct d2){3, 4}, l2, (struct fi){5, 6}, (struct l2){7, 8}, (struct d2){9, 10}, 11, big, 12.5,
                         (struct c3){{1, 2, 3}}, (struct l1){13}, 14, (struct d2){15, 16}, (struct d2){17, 18}, (struct di){19, 20}));
    struct l3 r = chain(5, (struct l3){1, 2, 3});
    printf("%ld %ld %ld\n", r.a, r.b, r.c);
    struct l3 (*f)(struct l3) = r_l3;
    printf("%ld\n", f((struct l3){4, 5, 6}).c);
    return 0;
}
