/* Many arguments of mixed classes, in registers and on the stack, through pointers to functions so that nothing is inlined. */
int printf(const char *, ...);

typedef struct { float x, y, z; } vec3;
typedef struct { double re, im; } complex_number;
typedef struct { char tag; long value; } tagged;
typedef struct { short a, b, c, d, e; } shorts;
typedef struct { float f; char c[5]; } packed9;
typedef struct { double d[3]; } matrix_row;
typedef struct { vec3 at; int id; } body;
typedef struct { struct { struct { char c; } deep; } er; float f; } nested;
typedef struct { int n[4]; } four;
typedef struct { _Bool flag; unsigned char level; } flags;
typedef union { long i; double d; } either;
typedef struct { long double wide; } wide;

static vec3 cross(vec3 a, vec3 b) { return (vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
static complex_number times(complex_number a, complex_number b) { return (complex_number){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
static tagged retag(tagged t, char c, long by) { t.tag += c; t.value *= by; return t; }
static shorts rotate(shorts s) { return (shorts){s.b, s.c, s.d, s.e, s.a}; }
static packed9 shift(packed9 p) { for (int k = 4; k > 0; k--) p.c[k] = p.c[k - 1]; p.f = -p.f; return p; }
static matrix_row scale(double k, matrix_row r) { for (int n = 0; n < 3; n++) r.d[n] *= k; return r; }
static body move(body b, float by, vec3 v) { b.at.x += by * v.x; b.at.z -= v.z; b.id++; return b; }
static nested poke(nested n, float f) { n.er.deep.c++; n.f *= f; return n; }
static four mask(four a, int b, four c) { for (int k = 0; k < 4; k++) a.n[k] = (a.n[k] & b) | c.n[3 - k]; return a; }
static flags flip(flags f) { f.flag = !f.flag; f.level += 200; return f; }
static either add(either e, either g) { e.i += g.i; return e; }
static wide widen(char c, wide w, int n) { w.wide = w.wide * n + c; return w; }
static long spread(char a, short b, int c, long d, float e, double f, unsigned char g, unsigned short h, unsigned i, unsigned long j, _Bool k, tagged l, vec3 m, complex_number n, shorts o, double p, double q, float r, float s, flags t, nested u) {
    return a + b * 2 + c * 3 + d * 5 + (long)(e * 7) + (long)(f * 11) + g * 13 + h * 17 + (long)i * 19 + (long)j * 23 + k * 29 + l.tag * 31 + l.value * 37 + (long)(m.x + m.y + m.z) * 41 +
           (long)(n.re * n.im) * 43 + (o.a + o.e) * 47 + (long)(p - q) * 53 + (long)(r * s) * 59 + t.flag * 61 + t.level * 67 + u.er.deep.c * 71 + (long)u.f;
}
static signed char narrow_results[6];
static signed char sc(int v) { return v; }
static unsigned char uch(int v) { return v; }
static short sh(long v) { return v; }
static _Bool bo(double v) { return v; }
static float fl(double v) { return v; }
static unsigned un(long v) { return v; }

int main(void) {
    vec3 (*volatile p_cross)(vec3, vec3) = cross;
    complex_number (*volatile p_times)(complex_number, complex_number) = times;
    tagged (*volatile p_retag)(tagged, char, long) = retag;
    shorts (*volatile p_rotate)(shorts) = rotate;
    packed9 (*volatile p_shift)(packed9) = shift;
    matrix_row (*volatile p_scale)(double, matrix_row) = scale;
    body (*volatile p_move)(body, float, vec3) = move;
    nested (*volatile p_poke)(nested, float) = poke;
    four (*volatile p_mask)(four, int, four) = mask;
    flags (*volatile p_flip)(flags) = flip;
    either (*volatile p_add)(either, either) = add;
    wide (*volatile p_widen)(char, wide, int) = widen;
    long (*volatile p_spread)(char, short, int, long, float, double, unsigned char, unsigned short, unsigned, unsigned long, _Bool, tagged, vec3, complex_number, shorts, double, double, float, float, flags, nested) = spread;
    signed char (*volatile p_sc)(int) = sc;
    unsigned char (*volatile p_uch)(int) = uch;
    short (*volatile p_sh)(long) = sh;
    _Bool (*volatile p_bo)(double) = bo;
    float (*volatile p_fl)(double) = fl;
    unsigned (*volatile p_un)(long) = un;

    vec3 v = p_cross((vec3){1, 2, 3}, (vec3){-2, 0.5f, 4});
    printf("%g %g %g\n", v.x, v.y, v.z);
    complex_number c = p_times((complex_number){1, 2}, (complex_number){3, -4});
    printf("%g %g\n", c.re, c.im);
    tagged t = p_retag((tagged){'a', 5}, 2, -7);
    printf("%c %ld\n", t.tag, t.value);
    shorts s = p_rotate((shorts){1, -2, 3, -4, 5});
    printf("%d %d %d %d %d\n", s.a, s.b, s.c, s.d, s.e);
    packed9 p = p_shift((packed9){2.5f, {'a', 'b', 'c', 'd', 'e'}});
    printf("%g %.5s\n", p.f, p.c);
    matrix_row r = p_scale(1.5, (matrix_row){{2, 4, 6}});
    printf("%g %g %g\n", r.d[0], r.d[1], r.d[2]);
    body b = p_move((body){{1, 2, 3}, 9}, 2, v);
    printf("%g %g %g %d\n", b.at.x, b.at.y, b.at.z, b.id);
    nested n = p_poke((nested){{{'x'}}, 2}, 4);
    printf("%c %g\n", n.er.deep.c, n.f);
    four f = p_mask((four){{15, 240, -1, 7}}, 0x55, (four){{1, 2, 8, 256}});
    printf("%d %d %d %d\n", f.n[0], f.n[1], f.n[2], f.n[3]);
    flags g = p_flip((flags){0, 100});
    printf("%d %d\n", g.flag, g.level);
    printf("%ld\n", p_add((either){40}, (either){.i = 2}).i);
    printf("%Lg\n", p_widen(5, (wide){2.5L}, 3).wide);
    printf("%ld\n", p_spread(-1, -2, -3, -4, 1.5f, 2.5, 250, 60000, 4000000000u, 10, 5 > 3, t, v, c, s, 9, 4, 2, 3, g, n));
    printf("%d %d %d %d %g %u\n", p_sc(200), p_uch(-1), p_sh(70000), p_bo(0.25), p_fl(0.1) == 0.1f ? 1.0 : 0.0, p_un(-1));
    narrow_results[2] = p_sc(0x1ff);
    printf("%d %d\n", narrow_results[2], p_sc(-129) + p_uch(511));
    return 0;
}
