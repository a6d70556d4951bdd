typedef int T, *PT; typedef unsigned long size_t; typedef T U, V;
struct s { T T; unsigned x:3, :0; U:2; const V y; struct { int in; union { int z; float w; }; }; ; };
void f0(T T) { T = 3; } T g0;
static void f1(void) { unsigned T; T = 1; { typedef char T; T c = 'x'; (void)c; } T++; for (int T = 0; T < 2; T++) if (T) continue; }
T f2(void) { for (int T = 0; T < 1; T++) if (T) T--; T z = 1; return z; }
T after(T);
int f3(int a, int (*cb)(T), T (*arr)[3], int q[static const 3], int n, int v[n], int w[*]);
int kr(a, b, c) int a; T *b; register char c; { return a + *b + c; }
main2() { return 0; }
static imp = 3; impx;
enum e { A, B = 3, C = A + B << 1, } __attribute__((packed));
enum { T1 = sizeof(T), } en; 
int hide(void) { enum { T = 5 }; int x = T * 2; return x; }
struct __attribute__((packed)) p1 { char c; int i; }; struct p2 { char c; int i __attribute__((aligned(8))); } __attribute__((packed, aligned(16))) p2v __attribute__((unused)) = { .c = 1, .i = 2 };
struct __attribute__((aligned(8))) fwd; struct fwd *fp; union { int a; } uu = { a: 3 };
int arr[] = { [2] = 1, [5 ... 7] = 3, 4, [1] 9 }; int empty[0] = {}; struct empty {}; struct empty ee = {};
int m2[2][3] = { { 1, 2, 3 }, { [1] = 5 } }; struct { int a[3]; struct { int b; } c; } dd = { .a[1] = 4, .c.b = 2 };
extern int printf(const char *__restrict fmt, ...) __asm__("printf") __attribute__((format(printf, 1, 2)));
_Static_assert(sizeof(int) == 4, "int" " is 4"); _Static_assert(1);
_Noreturn void die(void); _Thread_local int tls; static __thread int tls2; _Alignas(16) char al[4]; _Alignas(double) char al2; _Atomic int at1; _Atomic(int) at2; int *_Atomic at3;
int (*fpp)(void), *(*fpa[3])(int, char), (*(*ff(int a))[3])(void); char *(*(**foo[2][8])())[3];
typedef int (*cmp_t)(const void *, const void *); int (paren) = 4; int *(*(pp)); void (*signal2(int, void (*)(int)))(int);
int abs2(int (T), int (x)); void abs3(int (*)(int), int [], int (*)[2], int *(*)(void), char *[3], int ());
__asm__(".globl zzz"); __asm__ ("nop");
long long unsigned int llu = 0xffULL; long double ld = 1.5L, ld2 = 0x1.8p3L; float fl = 1e5f, fl2 = .5f, fl3=1.f; _Complex double cd = 1.0i; int bin = 0b1011;
char *s1 = "a" "b" L"x" + 0 ? "q" : 0; char c1 = '\'', c2 = '\\'; int wc = L'x'; char q2[] = "say \"hi\"\n";
__extension__ typedef struct { __extension__ union { int a; long b; }; } ext;
__int128 big; unsigned __int128 ubig; _Float128 f128; __float128 f128b; __builtin_va_list vl; __typeof__(int *) ti; __typeof__(g0 + 1) tg; typeof(T) tt;
__auto_type autov = 3;
int stmts(int n, ...) {
  __label__ l1, l2; int i; T * x = 0; T (y) = 1; (T)*x; T (*z)[2];
  if (n) if (n > 1) n++; else n--; 
  if (n) { if (n > 2) n = 1; } else n = 2;
  switch (n) { case 1: case 2 ... 5: n++; break; default: { int d; } ; case 7: __attribute__((fallthrough)); case 8:; int dd; case 9: ; }
  do n--; while (n > 0); while (n) { break; } for (;;) break; for (i = 0, n = 1; i < 3; i++, n--) ; for (struct s k; 0;) ;
  T: n++; goto T; l1: ; l2: __attribute__((unused)); void *lp = &&l1; goto *lp; goto *(n ? lp : &&l2);
  ({ int t = n; t + 1; }); n = ({ n; }) + 1; n = n ?: 3; n = n ? n, 2 : 3; n += n -= 1; n = -(-n) - -n - (- -n) + +n + (+ +n) & ~~n; n = !!n && n || n; n = (n, 2); 
  n = (n + 1) * 2 - (3 - (4 - 5)) - 6 << (1 << 2) >> 1; n = (n = 3) ? (n ? 1 : 2) : (n, 1); n = n ? 1 : n ? 2 : 3; n = (n ? 1 : 2) ? 3 : 4;
  n = (int){3} + ((struct s){ .x = 1 }).x + sizeof(int) + sizeof (int){1} + sizeof n + sizeof(n) + sizeof -n + sizeof (n)++ + _Alignof(int) + __alignof__(n) + sizeof (int *[3]) + sizeof(int (*)(void));
  n = (int) - 1 + (int) +1 + (int) & n, n++; ++n; n--; --n; - --n; & *lp; *&n; (&n)[0]; n[&n];
  struct s S, *sp = &S; sp->T = S.T; sp->in; (*sp).z; (n ? sp : sp)->x = 3; 
  __builtin_va_list ap; __builtin_va_start(ap, n); i = __builtin_va_arg(ap, int *) != 0; __builtin_va_end(ap);
  n = __builtin_offsetof(struct s, T) + __builtin_offsetof(struct { int a[3]; struct { int b; } c; }, c.b) + __builtin_offsetof(struct {struct {int b[3];} a[3];}, a[1].b[2]); n = __builtin_types_compatible_p(int, T);
  n = _Generic(n, int: 1, T *: 2, default: 3); n = __real__ cd; n = __imag__ cd + 1;
  __asm__ volatile ("nop"); __asm__ ("mov %1, %0" : "=r" (n) : "r" (i)); __asm__ ("" : [out] "+r" (n) : [in] "r" (i), "m" (*x) : "memory", "cc"); __asm__ volatile ("" ::: "memory"); __asm__ goto ("" : : : : l1); __asm__ ("#%" : );
  int vla[n][n + 1]; static const int sc = 3; extern int ex; register int rg; auto int au; const volatile int * const volatile restrict cvp; typedef struct lt { int z; } lt; lt lv = { 0 }; 
  { T U = 3, V = U; U * V; { T (*T) = 0; T = 0; (T); } } ; ; 
  int *p __attribute__((unused)), * __attribute__((unused)) const q = 0; int (__attribute__((unused)) *at)(int);
  return n; last: }
#pragma pack(push, 1)
struct pk { char c; int i; struct { long l; } in; };
#pragma pack(2)
struct pk2 { char c; int i; struct pk k; } pk2v;
#pragma pack(pop)
struct unp { char c; int i; };
int x1 = sizeof(struct pk), x2 = sizeof(struct pk2);
int digraph<:3:> = <% 1, 2 %>; int u8l = sizeof(u8"x") + sizeof(u"x") + sizeof(U"x"); int L = 1, u = 2; int $dollar = 1; int naïve;
int trail() { return sizeof(struct unp); }
int (trail2)(void) { return 1; } int *(trail3(void)) { return 0; } int (*trail4(int a))(int b) { return 0; }
void attrparam(int a __attribute__((unused)), int __attribute__((unused)) b, __attribute__((unused)) int c, int __attribute__((unused)));
static __inline__ __attribute__((always_inline)) int inl(void) { return 1; } __attribute__((noreturn)) void nr(void), __attribute__((cold)) nr2(void);
int last_decl;;
