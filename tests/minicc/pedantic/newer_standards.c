#include <stdbool.h>
#include <complex.h>
long long ll = 1LL;
_Bool b;
struct f { int n; int a[]; };
enum c { A, B, };
double hex = 0x1p3;
_Complex double cd;
int q(int a[static 3], int b[*]);
struct p { int x, y; };
struct p pp = { .x = 1 };
int m(int n) {
    int a = 1;
    a++;
    int c[n];
    c[0] = ((struct p){1, 2}).x;
    return a + c[0] + (__func__ != 0);
}
struct un { int a; struct { int b; }; union { int c; float d; }; };
_Static_assert(1, "x");
_Noreturn void die(void);
_Thread_local int tl;
__thread int tl2;
_Alignas(16) int al;
_Atomic int at;
int gen(int x) { return _Generic(x, int: 1, default: 2) + _Alignof(int); }
static __inline__ int inl(void) { return 1; }
int us(void) { return inl(); }
static bool from_a_header;
extern double complex from_another;
bool first(int n) { return n; }
struct pointers { int n; int *list[]; };
struct of_pointers { int (*one)[]; int (*two[2])(int[]); };
