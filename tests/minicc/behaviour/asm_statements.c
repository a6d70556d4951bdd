#include <stdio.h>
#include <stdint.h>
struct s4 { int a; };
static int add(int a, int b){ int r; __asm__("addl %2, %0" : "=r"(r) : "0"(a), "r"(b) : "cc"); return r; }
static inline void cpuid(unsigned leaf, unsigned *a, unsigned *b, unsigned *c, unsigned *d){
  __asm__ volatile("cpuid" : "=a"(*a), "=b"(*b), "=c"(*c), "=d"(*d) : "0"(leaf), "2"(0)); }
static uint64_t mul(uint64_t a, uint64_t b, uint64_t *hi){ uint64_t lo; __asm__("mulq %3" : "=a"(lo), "=d"(*hi) : "%0"(a), "rm"(b) : "cc"); return lo; }
static int bsr(unsigned x){ int r; __asm__("bsrl %1,%0" : "=r"(r) : "rm"(x)); return r; }
static unsigned char setz(int x){ unsigned char c; __asm__("testl %1,%1; setz %0" : "=q"(c) : "r"(x)); return c; }
static int flag(int x, int y){ int z; _Bool c; __asm__("cmpl %3,%2" : "=@ccz"(z), "=@ccl"(c) : "r"(x), "r"(y)); return z*2+c; }
static short rot(short v){ __asm__("rolw $8, %w0" : "+r"(v)); return v; }
static unsigned sw(unsigned v){ __asm__("bswap %k[x]" : [x] "+r"(v)); return v; }
int glob = 5;
static void inc(int *p){ __asm__ volatile("incl %0" : "+m"(*p) : : "memory", "cc"); }
static int viamem(int v){ int r; __asm__("movl %1,%0" : "=&r"(r) : "m"(v)); return r; }
static int imm(int v){ __asm__("addl %1,%0" : "+r"(v) : "i"(40)); __asm__("addl $%c1,%0" : "+r"(v) : "i"(sizeof(long))); return v; }
static int shifts(int v, int n){ __asm__("shll %b1,%0" : "+r"(v) : "cI"(n)); __asm__("shll %1,%0" : "+r"(v) : "cI"(3)); return v; }
static double fadd(double a, double b){ __asm__("addsd %1,%0" : "+x"(a) : "x"(b)); return a; }
static float fmovs(float f){ unsigned r; float o; __asm__("movd %1,%0" : "=r"(r) : "x"(f)); __asm__("movd %1,%0" : "=x"(o) : "r"(r+1)); return o; }
static long double x87(long double v){ long double r; __asm__("fsqrt" : "=t"(r) : "0"(v)); return r; }
static double fpatan(double y, double x){ double r; __asm__("fpatan" : "=t"(r) : "0"(x), "u"(y) : "st(1)"); return r; }
static int go(int x){ __asm__ goto("testl %0,%0\n\tjz %l[zero]\n\tjs %l2" : : "r"(x) : "cc" : zero, neg); return 1; zero: return 0; neg: return -1; }
static int go2(int x){ int r; __asm__ goto("movl %1,%0; addl $1,%0; testl %1,%1\n\tjz %l[zero]" : "=&r"(r) : "r"(x) : "cc" : zero); return r; zero: return r+100; }
static int go3(int x){ __asm__ goto("addl $1,%0; jz %l2" : "+r"(x) : : "cc" : zero); return x; zero: return x+1000; }
static long sys3(long n, long a, long b, long c){ register long rax __asm__("rax") = n; register long rdi __asm__("rdi") = a; register long rsi __asm__("%rsi") = b; register long rdx __asm__("rdx") = c;
 __asm__ volatile("syscall" : "+r"(rax) : "r"(rdi), "r"(rsi), "r"(rdx) : "rcx", "r11", "memory"); return rax; }
static long sys10(long n, long a, long b, long c){ long r; register long r10 __asm__("r10") = 7; (void)r10; __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory"); return r; }
static int strct(struct s4 s){ struct s4 t; __asm__("leal 1(%q1),%0" : "=r"(t) : "r"(s)); return t.a; }
static const char *addr(void){ const char *p; __asm__("leaq %1, %0" : "=r"(p) : "m"(glob)); return p == (void*)&glob ? "same" : "different"; }
static void rep(void *d, const void *s, long n){ __asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(n) : : "memory"); }
static int dialect(int a){ __asm__("{addl $2, %0|add %0, 2}" : "+r"(a)); return a; }
static int pct(int a){ __asm__("movl %%ecx, %%ecx; addl $1,%0 # %=" : "+r"(a)); return a; }
struct bf { unsigned a:5, b:7; };
static int bfield(int v){ struct bf f = {1, 2}; __asm__("movl %1,%k0" : "=r"(f.b) : "r"(v)); return f.a*1000+f.b; }
static long g(long v){ long r; __asm__("movq %1,%0" : "=r"(r) : "g"(v)); return r; }
static _Bool tobool(int v){ _Bool b; __asm__("testl %1,%1; setnz %0" : "=r"(b) : "r"(v)); return b; }
static long zz(long v){ __asm__("add%z0 %1,%0" : "+r"(v) : "er"(7L)); return v; }
static int h(int v){ unsigned r = v; __asm__("movb %h0,%b0" : "+Q"(r)); return r & 255; }
static int multi(int v){ int r; __asm__("movl %1,%0" : "=r,m"(r) : "rm,r"(v)); return r; }
static long calls(void){ long r; extern int glob; __asm__("movl %P1(%%rip), %k0" : "=r"(r) : "i"(&glob)); return r; }
int main(void){
 unsigned a,b,c,d; cpuid(0,&a,&b,&c,&d); printf("%d\n", a > 0);
 uint64_t hi; uint64_t lo = mul(0x123456789abcdefULL, 0xfedcba987654321ULL, &hi); printf("%lx %lx\n", lo, hi);
 printf("%d %d %d %d\n", add(3,4), bsr(1000), setz(0), setz(3));
 printf("%d %d %d\n", flag(1,1), flag(1,2), flag(2,1));
 printf("%x %x\n", rot(0x1234), sw(0x11223344));
 inc(&glob); printf("%d %d %d %d\n", glob, viamem(9), imm(2), shifts(3, 2));
 printf("%g %a %Lg %g\n", fadd(1.5,2.25), fmovs(1.0f), x87(2.25L), fpatan(1,1));
 printf("%d %d %d %d %d %d %d\n", go(5), go(0), go(-5), go2(4), go2(0), go3(3), go3(-1));
 fflush(stdout); sys3(1, 1, (long)"sys\n", 4); sys10(1, 1, (long)"sys\n", 4);
 printf("%d %s\n", strct((struct s4){7}), addr());
 char buf[8] = {0}; rep(buf, "hello", 6); puts(buf);
 printf("%d %d %d %ld %d %ld %d %d\n", dialect(1), pct(1), bfield(77), g(5), tobool(3), zz(3), h(0x4142), multi(8));
 printf("%ld\n", calls());
 asm volatile(""); __asm__ volatile("nop\n\tnop"); __asm__("" ::: "memory");
 int arr[4] = {1,2,3,4}; __asm__ volatile("movl $9, %0" : "=m"(arr)); __asm__ volatile("movl $8, 4+%0" : "=m"(*(int(*)[4])arr)); printf("%d %d\n", arr[0], arr[1]);
 const char *s = "abc"; __asm__("" : "+r"(s)); puts(s);
 struct { short low, high; } halves = { 1, 2 }; int whole; __asm__("" : "=r"(whole) : "0"(halves)); printf("%x\n", whole);
 long kept = glob; __asm__("xorl %%eax, %%eax; xorl %%edx, %%edx; pxor %%xmm0, %%xmm0" : "+r"(kept) : : "0", "%1", "20"); printf("%ld\n", kept);
 { __label__ x; __asm__ goto("jmp %l0" :::: x); puts("no"); x: puts("yes"); }
 { __label__ x; __asm__ goto("jmp %l[x]" :::: x); puts("no"); x: puts("yes2"); }
 return 0; }
__asm__(".globl filefn\nfilefn: ret\n");
