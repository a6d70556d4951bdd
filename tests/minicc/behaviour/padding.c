#include <stdio.h>
#include <string.h>
struct inner { char c; short s; };
struct bits { int a : 3; int : 5; int b : 7; long c : 40; };
union u { char c; struct inner in; };
struct s { char c; int i; long double l; struct inner in[3]; struct bits b; union u u; _Complex long double cl; _Bool t; double d; struct { char x; int : 0; int y; }; };
static int calls;
static struct s *get(struct s *p) { calls++; return p; }
static void show(const void *p, unsigned n) { const unsigned char *c = p; for (unsigned i = 0; i < n; i++) printf("%02x", c[i]); puts(""); }
int main(void) {
    struct s s, t[2];
    memset(&s, 0xff, sizeof s); memset(t, 0xff, sizeof t);
    __builtin_clear_padding(get(&s)); show(&s, sizeof s); printf("%d\n", calls);
    __builtin_clear_padding(&t); show(t, sizeof t);
    union u u; memset(&u, 0xff, sizeof u); __builtin_clear_padding(&u); show(&u, sizeof u);
    long double l; memset(&l, 0xff, sizeof l); __builtin_clear_padding(&l); show(&l, sizeof l);
    int plain = -1; __builtin_clear_padding(&plain); show(&plain, sizeof plain);
    volatile struct inner v; memset((void *)&v, 0xff, sizeof v); __builtin_clear_padding(&v); show((void *)&v, sizeof v);
    return 0;
}
