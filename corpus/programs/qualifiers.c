/* const, volatile, restrict, static, register, inline, extern: what they mean and that they parse everywhere. */
int printf(const char *, ...);

static volatile int device = 5;
static const volatile unsigned status = 0x80;
static const int table[] = {1, 2, 3};
const char *const names[] = {"a", "b"};
static volatile struct { int a; unsigned char b : 3; volatile short c[2]; } registers = {1, 2, {3, 4}};
extern const int shared;
const int shared = 12;
int const volatile static unsigned long long reversed_order = 99;

static inline int square(int v) { return v * v; }
static inline __attribute__((always_inline)) int cube(int v) { return v * square(v); }
static int restricted(int n, int *restrict to, const int *restrict from) { int s = 0; while (n-- > 0) s += *to++ = *from++ * 2; return s; }
static int fixed_array(int v[static 3], const int w[const]) { return v[0] + w[2]; }
static _Noreturn void leave(void) { for (;;) ; }
static int by_const(const int v) { const int w = v + 1; return w; }
static const char *after(const char *s) { return s + 1; }
static char *const fixed(char *const s) { *s = '!'; return s; }
static int wait_for(volatile int *flag) { int n = 0; while (*flag > 0) { --*flag; n++; } return n; }
static unsigned count_static(void) { static unsigned n; static const unsigned step = 3; return n += step; }
static _Thread_local int per_thread = 7;

int main(void) {
    register int fast = 3;
    register const char *text = "register";
    auto int automatic = 4;
    volatile int v = 10;
    int *volatile pointer = &automatic;
    const int *view = table;
    v += device;
    v++;
    device = v = device + 1;
    int read_twice = device;
    read_twice += device;
    printf("%d %d %d %u\n", v, device, read_twice, status);
    registers.a += registers.c[1];
    registers.b += 7;
    registers.c[0] <<= registers.b;
    printf("%d %d %d %d\n", registers.a, registers.b, registers.c[0], (int)reversed_order);
    printf("%d %d %d %d\n", square(fast), cube(fast), shared, *pointer);
    int to[3];
    int filled = restricted(3, to, table);
    printf("%d %d %d\n", filled, to[2], view[1]);
    printf("%d %d %s %s\n", fixed_array(to, table), by_const(4), after(text), names[1]);
    char word[] = "hey";
    int flag = 4;
    printf("%s %d %d\n", fixed(word), wait_for(&flag), flag);
    count_static();
    printf("%u %d\n", count_static(), ++per_thread);
    if (v < 0) leave();
    *(int *)&automatic = 8;
    const struct { int a; const int b; } s = {1, 2}, *ps = &s;
    printf("%d %d\n", automatic, ps->a + ps->b);
    const volatile int *const volatile deep = &device;
    int const **pp = &view;
    printf("%d %d\n", *deep, **pp);
    return 0;
}
