#include <stdio.h>
#include <stddef.h>
#include <complex.h>
struct e {};
union u0 {};
struct n { int : 3; };
struct x { int a;; int b; };
struct z { int n; int a[0]; };
struct bf { long a : 3; enum { Q } b : 2; unsigned c : 3; _Bool d : 1; };
enum big { B1 = 0x80000000u, B2 = 1 };
enum fwd;
enum fwd *pf;
int zero[0];
;
int f(void) { return 1; };
struct s2 { int a, b; } s2 = { a: 1, b: 2 };
int arr[3] = { [0 ... 1] = 2 };
int arr2[3] = { [1] 2 };
struct s2 em = {};
__extension__ struct ext {};
__extension__ typedef __int128 i128;
__int128 big;
__float128 qq;
_Complex double cd;
_Complex cp;
_Complex int ci;
static void nothing(void) {}
void vret(void) { return nothing(); }
int g(int x, void *p, void (*fp)(void)) {
    __label__ out;
    int y = ({ int t = x; t + 1; });
    y += __extension__ ({ int t = x; t + 1; });
    y = x ?: 3;
    void *l = &&out;
    goto *l;
out:
    switch (x) { case 1 ... 3: y = 2; break; default: ; }
    p = p + 1;
    p++;
    p += 2;
    y += (int)((char *)p - (char *)l) + (int)(p - l);
    y += sizeof(void) + sizeof *p + sizeof(f);
    p = (void *)fp;
    p = fp;
    fp = p;
    fp = (void (*)(void))p;
    y += p == fp;
    x ? nothing() : 0;
    y += 0b101;
    printf("%p %s %s\n", &y, __FUNCTION__, __func__);
    struct s2 q = (struct s2) s2;
    union uu { int a; float b; } w = (union uu) y;
    char c = '\e';
    y += _Alignof(x);
    double _Complex dc = 1.0i;
    _Static_assert(1);
    unsigned *up = &y;
    switch (x) { case 1: }
    if (y) { lab: int k = 1; y = k; goto lab; }
    fp++;
    return y + q.a + w.a + c + (dc == 0) + (fp > (void(*)(void))0);
}
int h(void) { return (int) offsetof(struct s2, b) + (int)sizeof(struct { int x; }); }
__uint128_t unsigned_big;
__int128_t signed_big;
static const unsigned __int128 written = 1;
