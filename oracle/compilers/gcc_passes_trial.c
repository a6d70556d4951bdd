/* Uses much of the language, so that a gcc without a pass that it cannot do without shows it. */
#include <complex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int vector __attribute__((vector_size(16)));
struct pair { long first; double second; };
struct large { int values[40]; };
struct bits { unsigned a : 3, b : 17; signed c : 9; };
static _Thread_local int of_thread = 3;
static volatile int opaque = 5;
static int table[64];
static unsigned long sum;

static void note(unsigned long value) { sum = sum * 31 + value; printf("%lx\n", sum); }

__attribute__((noinline)) static int variadic(int count, ...)
{
    va_list list;
    int total = 0;
    va_start(list, count);
    for (int i = 0; i < count; i++) total += i % 2 ? (int)va_arg(list, double) : va_arg(list, int);
    va_end(list);
    return total;
}
__attribute__((noinline)) static struct large make(int start)
{
    struct large made;
    for (int i = 0; i < 40; i++) made.values[i] = start + i * i;
    return made;
}
__attribute__((noinline)) static struct pair swap(struct pair p) { return (struct pair){(long)p.second, (double)p.first}; }
static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
static int greatest(int a, int b) { return b == 0 ? a : greatest(b, a % b); }
__attribute__((noinline)) static int dense(int n)
{
    switch (n) {
    case 0: return 7;
    case 1: return 11;
    case 2: n += 3; /* fall through */
    case 3: return n * 2;
    case 4: return -1;
    case 9: return 4;
    case 1000 ... 2000: return 5;
    default: return n;
    }
}
__attribute__((noinline)) static const char *names(int n)
{
    switch (n) {
    case 0: return "zero";
    case 1: return "one";
    case 2: return "two";
    case 3: return "three";
    case 4: return "four";
    default: return "many";
    }
}
__attribute__((noinline)) static int computed(int n)
{
    static const void *const targets[] = {&&add, &&twice, &&out};
    int r = n;
    goto *targets[n % 3];
add:
    r += 5;
twice:
    r *= 2;
out:
    return r;
}
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static jmp_buf back;
__attribute__((noinline)) static void leap(int n) { longjmp(back, n); }

int main(void)
{
    int odd = opaque, length = odd + 4;
    for (int i = 0; i < 64; i++) table[i] = (i * 37 + odd) % 61;
    qsort(table, 64, sizeof *table, compare);
    for (int i = 0; i < 64; i += 9) note(table[i]);
    note(variadic(4, odd, 2.5, 7, 8.0));
    struct large big = make(odd);
    note(big.values[odd] + big.values[39]);
    struct pair p = swap((struct pair){odd, 6.75});
    note(p.first + (long)p.second);
    note(fibonacci(odd + 7) + greatest(odd * 6, 45));
    for (int i = -1; i < 11; i++) note(dense(i) + strlen(names(i)));
    note(dense(1500) + computed(odd) + computed(odd + 1) + computed(odd + 2));
    int rows[length][3];
    for (int i = 0; i < length; i++)
        for (int j = 0; j < 3; j++) rows[i][j] = i * 3 + j;
    note(rows[odd][2] + sizeof rows);
    vector v = {odd, 2, 3, 4}, w = v * v + 1;
    note(w[0] + w[1] * 3 + w[odd - 2]);
    double _Complex z = odd + 2 * I, y = z * z / (1 - I);
    note((long)(creal(y) * 16) + (long)cimag(y));
    __int128 wide = (__int128)odd << 70;
    note((unsigned long)((wide / 3) >> 60));
    long double ld = odd / 3.0L;
    float f = (float)ld * odd;
    note((unsigned long)(ld * 1000000) + (unsigned long)f + (odd > 2.5 ? 1 : 2));
    struct bits b = {odd, odd * 1000, -odd};
    b.b += 77;
    b.c *= 3;
    note(b.a + b.b + b.c);
    of_thread += odd;
    note(of_thread);
    char text[40];
    memset(text, 'a', sizeof text);
    memmove(text + 1, text, 20);
    strcpy(text + odd, "some text");
    note(strlen(text) + text[odd] + (strcmp(text, "aaaaasome text") == 0));
    __atomic_fetch_add(&of_thread, 3, __ATOMIC_SEQ_CST);
    note(of_thread + __builtin_popcountl(sum) + __builtin_clz(odd) + __builtin_bswap32(odd));
    if (setjmp(back) == 0) leap(4); else note(99);
    for (unsigned i = 0, s = odd; i < 20; i++) { s = s << 3 ^ s >> 5; note(s / 7 + s % 10 + (s & 1 ? i : -i)); }
    int total = 0;
    asm volatile("addl %1, %0" : "+r"(total) : "r"(odd));
    int overflow, product = 0;
    overflow = __builtin_mul_overflow(odd * 100000, 100000, &product);
    note(total + overflow + (unsigned)product);
    int (*function)(int) = odd > 4 ? dense : computed;
    note(function(3));
    char *copied = malloc(20);
    snprintf(copied, 20, "%d-%s", odd, names(odd - 2));
    note(strlen(copied));
    free(copied);
    return 0;
}
