#include <string.h>
#include <stdlib.h>
int f(int);
void h();
int parentheses(int a, int b, int c, unsigned u)
{
    if (a = b) return 1;
    if ((a = b)) return 1;
    while (a = b) ;
    if (a && b || c) return 2;
    if ((a && b) || c) return 2;
    if (a & b == c) return 3;
    if ((a & b) == c) return 3;
    if (a == b | c) return 3;
    c = a << b + 1;
    c = a << (b + 1);
    c = (a) << (b) + 1;
    c = a + b & 3;
    c = a | b & 3;
    c = a ^ b + 1;
    c = a < b < c;
    c = !a == b;
    c = !a & b;
    c = (!a) == b;
    if (f(a) == b & c) return 4;
    if (f((a) + (b)) == (c)) return 4;
    return c + u;
}
void statements(int a, int *p)
{
    a;
    a == 3;
    a + 1;
    *p++;
    p[3];
    f(a);
    f(a) + 1;
    a, f(a);
    a = (a, 3);
    (void)a;
    a ? f(1) : f(2);
    -a;
    for (a; a < 3; a + 1) h();
    if (a);
    if (a) h(); else;
    if (a) if (*p) h(); else h();
    if (a) { if (*p) h(); else h(); }
}
int signs(int a, unsigned u, long l, unsigned char c, size_t z, short s)
{
    int n = 0;
    n += a < u;
    n += a == u;
    n += l < u;
    n += a < c;
    n += (unsigned)a < u;
    n += 3 < u;
    n += -1 < u;
    n += u == 3;
    n += a < 3u;
    n += a == 3u;
    n += a < sizeof a;
    n += l < z;
    n += s < u;
    n += (a & 7) < u;
    n += (a ? 1 : 2) < u;
    n += u < 0;
    n += u >= 0;
    n += c > 300;
    n += c == -1;
    n += s < 40000;
    n += a == a;
    return n;
}
int constants(int a, unsigned char c)
{
    char k = 300;
    unsigned char d = 256, e = -1;
    signed char g = 200;
    struct { unsigned b : 3; int i : 3; } s;
    s.b = 9;
    s.i = 9;
    a = a / 0;
    a = a % 0;
    a = a << 32;
    a = a >> -1;
    a <<= 40;
    a = 0 ? a << 40 : 1;
    a = sizeof(long) == 4 ? a << 40 : 1;
    if (0 && a >> 40) a = 1;
    a = -1 << 3;
    c = ~(a == 3);
    return a + c + k + d + e + g + s.b + s.i + (1 << 31);
}
int bools(int a, int b)
{
    _Bool t = a;
    t++;
    if (a << b) return 1;
    if (a * b) return 2;
    if (a ? 2 : 3) return 3;
    if (bools) return 4;
    if (&a) return 5;
    if (&a == 0) return 6;
    char s[3] = "ab";
    char i = 1;
    if (s) return 7;
    return s[i] + t;
}
char *pointers(int *p, unsigned char *u, const char *k, long l, int i)
{
    char *s = u;
    h(s);
    s = k;
    int j = (int)p;
    p = (int *)i;
    p = (int *)l;
    l = (long)p;
    strlen(u);
    memset(p, 3, 0);
    j = strlen(0);
    s = p;
    p = i;
    i = p;
    char local[3];
    if (j) return local;
    return (char *)&i;
}
enum e { A, B, C };
int switches(enum e x)
{
    switch (x) { case A: return 1; case B: return 2; }
    switch (x) { case A: return 1; default: return 2; }
    switch (x) { case A: case B: case C: return 1; case 7: return 2; }
}
int guards(int a)
{
    if (a)
        h();
        h();
    for (a = 0; a < 3; a++)
        h();
    h();
    while (a--)
        h(); h();
    return a;
}
__attribute__((warn_unused_result)) int must(void);
__attribute__((deprecated)) int old(void);
__attribute__((deprecated("use must"))) int older(void);
__attribute__((nonnull(1))) void sure(int *p);
void calls(unsigned u)
{
    must();
    (void)must();
    old();
    older();
    sure(0);
    __builtin_frame_address(1);
    f(abs(3.5));
    f(abs(u));
}
int static late;
int discarded_operands(int a)
{
    a = ((void)0, (void)0, a);
    a = ((((void)0), ((void)0)), a + 1);
    return a;
}

struct ports {
    volatile int status;
    int mode;
};

void touch(void *p, volatile int *q, int *r, struct ports *ports, volatile struct ports *both)
{
    *(volatile char *)p;
    *q;
    q[1];
    *r;
    ports->status;
    both->mode;
}

union any {
    const int *i;
    const char *c;
} __attribute__((transparent_union));
int take(union any);

int pass(int *i, volatile char *c)
{
    return take(i) + take(c);
}
