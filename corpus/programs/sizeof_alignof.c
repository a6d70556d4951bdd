/* sizeof, _Alignof, offsetof, layout of structs, types of expressions. */
#pragma GCC diagnostic ignored "-Wsizeof-array-argument"
#include <stddef.h>
#include <stdio.h>

struct a { char c; int i; char d; };
struct b { char c; double d; char e; };
struct c { char x[3]; short s; char t; };
struct d { struct a a; char c; struct b b; };
struct e { long double ld; char c; };
struct f { int n; char flexible[]; };
struct g { _Bool b; int *p; _Bool c; };
struct h { char c; } arr[3];
struct __attribute__((packed)) p { char c; int i; double d; };
struct o { char c; _Alignas(16) int i; };
union u { char c[9]; int i; };
enum e1 { ONE }; enum e2 { BIG = 0x7fffffff };

#define S(t) printf("%-24s %2zu %2zu\n", #t, sizeof(t), _Alignof(t))
#define E(e) printf("%-24s %2zu\n", #e, sizeof(e))

static int side_effect(void) { printf("never\n"); return 1; }
static int parameter(int p[10], char q[], int f(int)) { (void)p; (void)q; (void)f; return sizeof p == 8 && sizeof q == 8 && sizeof f == 8; }

int main(void) {
    S(char); S(short); S(int); S(long); S(long long); S(float); S(double); S(long double); S(_Bool); S(void *); S(int (*)(void));
    S(struct a); S(struct b); S(struct c); S(struct d); S(struct e); S(struct f); S(struct g); S(struct h); S(struct p); S(struct o); S(union u);
    S(enum e1); S(enum e2); S(int[3][5]); S(struct c[4]); S(char *[7]); S(char (*)[7]); S(size_t); S(ptrdiff_t); S(wchar_t);
    printf("%zu %zu %zu %zu\n", offsetof(struct a, i), offsetof(struct d, b.e), offsetof(struct c, s), offsetof(struct o, i));
    printf("%zu %zu %zu\n", offsetof(struct d, a.d), offsetof(struct p, d), offsetof(struct f, flexible));
    char c = 1; short s = 2; int i = 3; long l = 4; float f = 5; double d = 6; unsigned char uc = 7;
    int m[3][4]; const char *t = "text"; char text[] = "text";
    E(c); E(c + c); E(-c); E(!c); E(c << l); E(l << c); E(i ? c : s); E(i + l); E(f + i); E(f * d); E((char)i); E(c++); E(s = i); E(s += l);
    E(m); E(m[0]); E(m[0][0]); E(*m); E(&m); E(&m[1]); E(m + 1); E(t); E(*t); E(text); E("abc" "def"); E(uc + 1u); E(1 ? uc : 1L); E(&*text); E(*&text);
    E('a'); E(1); E(1u); E(1l); E(1ll); E(2147483647); E(2147483648); E(0xffffffff); E(0x100000000); E(1.0); E(1.f); E(1.l); E(i == l); E(f < d); E(i && l);
    E(side_effect()); E((struct a){0}); E(((struct d *)0)->b); E(arr); E(arr[1].c); E(sizeof i); E(&i - &i);
    i = sizeof(i++);
    printf("%d %d %d %d\n", i, parameter(0, text, 0), (int)(sizeof(int) - 5 > 0), (int)sizeof(int) * -1 < 0);
    return 0;
}
