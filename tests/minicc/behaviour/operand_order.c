/* More unspecified orders: which of two operands is read first when the other's evaluation changes it. */
#include <stdio.h>
struct R { long v[5]; }; struct P { int a,b; };
static int x, arr[4]; static struct P g, *gp = &g; static short sh; static unsigned u; static long lx; static double d; static volatile int vol;
static int set(void){ x=100; arr[1]=100; g.a=100; sh=100; u=100; lx=100; d=100; vol=100; return 1; }
static long setl(void){ set(); return 1; } static double setd(void){ set(); return 1; } static unsigned setu(void){ set(); return 1;}
static void reset(void){ x=1; arr[1]=1; g.a=1; sh=1; u=1; lx=1; d=1; vol=1; }
static int f(const char*s){ printf("%s ",s); return 1; }
static struct R mk(int i){ printf("mk%d ",i); struct R r={{i}}; return r; }
static struct P mp(int i){ printf("mp%d ",i); struct P r={i}; return r; }
static struct R rs[3]; static struct P ps[3];
static struct R *rp(int i){ printf("rp%d ",i); return &rs[i]; } static struct P *pp(int i){ printf("pp%d ",i); return &ps[i]; }
#define T(e) reset(); printf("%s = %ld\n", #e, (long)(e));
int main(void){
 int loc=1, *lp=&loc; 
 T(x + set()) T(set() + x) T(x - set()) T(x * set()) T(x / set()) T(x & set()) T(x << set()) T(x == set()) T(x < set()) T(x >= set())
 T(arr[1] + set()) T(g.a + set()) T(gp->a + set()) T(sh + set()) T(x + setl()) T(lx + set()) T(lx + setl()) T(u + set()) T(u + setu()) T(x + setu()) T(d + setd()) T(x + setd()) T(d + set()) T(vol + set()) T(vol * set())
 T(x + set() * 2) T(x + (x + set())) T((x + 1) + set()) T(x + x * set()) T((long)x + setl()) T((short)x + set()) T(-x + set()) T(x + -set()) T((unsigned)x + setu()) T(x ^ (set() ? 2 : 3)) T(sh == set()) T((char)x == set())
 T((set(), 1) + x) T(x + (set(), 1)) T(x + ({ set(); 1; })) T(x ? x + set() : 0) T(!x + set()) T((x && 1) + set()) T((_Bool)x + set())
 T(x += set()) T(arr[1] += set()) T(g.a -= set()) T(gp->a *= set()) T(sh += set()) T(d += set()) T(vol += set()) T(x = x + set()) T(arr[x==1] = set()) T(arr[set()]) T(arr[x - 1 + set()])
 *rp(0) = mk(1); *rp(1) = *rp(2); *pp(0) = mp(1); *pp(1) = *pp(2); rp(0)->v[f("i")] = mk(2).v[f("j")]; puts("");
 struct R init = mk(f("a")), both[2] = {mk(f("b")), mk(f("c"))}; int list[] = {f("1"), f("2"), [1] = f("3"), f("4")}; struct P sp = {.b = f("b"), .a = f("a")}; puts("");
 int (*two)[2] = 0; f("p") << f("q"); f("p") < f("q"); f("p") == f("q"); arr[f("p")] += arr[f("q")]; (f("p"), f("q")); f("p") ? f("q") : f("r"); f("m") * f("n") + f("o") * f("s"); puts("");
 arr[f("1")] = arr[f("2")] = f("3"); puts(""); 
 printf("%d %d %ld\n", f("A"), mp(3).a, mk(4).v[0]); 
 int m[3][3]; m[f("a")][f("b")] = f("c"); (&m[f("d")][f("e")])[f("g")] = 0; puts("");
 long double ld = f("a") + (long double)f("b"); _Bool b = f("a") && f("b") || f("c"); puts("");
 switch (f("s") + f("t")) { case 2: f("two"); } for (int i = f("init"); i < f("cond") + 1; i += f("step")) f("body"); puts("");
}
