#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int calls;
static int next(void) { return ++calls; }
static int sum(int n, ...) { va_list l, m; va_start(l, n); va_copy(m, l); int s = 0; while (n--) s += va_arg(l, int); s += 100 * va_arg(m, int); va_end(l); va_end(m); return s; }
static int through(va_list *l) { return va_arg(*l, int); }
static int by_pointer(int n, ...) { va_list l; va_start(l, n); int a = through(&l), b = through(&l); va_end(l); return 10 * a + b; }
inline int twice(int x) { return 2 * x; }
extern inline int twice(int x);
static __inline__ __attribute__((always_inline)) int thrice(int x) { return 3 * x; }
static int old_style(c, f, p) char c; float f; int *p; { return c + (int)f + *p; }
#define max(a, b) ({ __typeof__(a) x = (a); __typeof__(b) y = (b); x > y ? x : y; })
typedef int function(int);
static function *table[] = { [2] = abs, [0] = thrice };
static const int limit = 4;
static int from_limit = limit * 2;
static __thread int per_thread = 5;
static const char *const words[] = { "one", "t\"w\\o\n", [3] = "\x80\377" };
static const wchar_t wide[] = L"w\u00e9\x12345";
struct point { int x, y; };
static struct point at(int x, int y) { return (struct point){ x, y }; }
static struct point origin = (struct point){ .y = 1 };
static double numbers[] = { 0.1, -0.0, 1e300 * 1e10, 0x1.8p3, 1.0f / 3, INFINITY };
int main(void) {
  int a[3] = { 5, [2] = 7 }, i = 1, *p = a;
  static void *labels[] = { &&first, &&second };
  printf("%d %d %d\n", sum(3, 1, 2, 3), by_pointer(2, 4, 5), max(next(), 0) + calls);
  printf("%d %d %d\n", twice(4), table[0](5) + table[2](-6), old_style('a', 2.9f, p));
  printf("%d %d %d %s %ld\n", from_limit, per_thread++, per_thread, words[3], (long)wide[2]);
  printf("%d %d\n", at(1, 2).y, (i ? at(3, 4) : origin).x + origin.y);
  printf("%d %d %d\n", next() ?: -1, 0 ?: 9, (p++, *p ? 1 : *p--));
  for (unsigned k = 0; k < 6; k++) printf("%a ", numbers[k]);
  long double ld = 0.1L; __int128 big = (__int128)1 << 100; _Bool b = 0.5;
  printf("%La %lx %d %d\n", ld, (long)(big >> 64), b, !b);
  printf("%d %d %d\n", __builtin_popcount(255), __builtin_constant_p(1 + 1), __builtin_types_compatible_p(int, const int));
  int result; printf("%d", __builtin_add_overflow(2147483647, 1, &result)); printf(" %d %d\n", result, isnan(NAN) && isinf(-INFINITY) && signbit(-0.0));
  char buffer[16]; strcpy(buffer, "abc"); memset(buffer + 3, 'z', 2); buffer[5] = 0; printf("%s %zu\n", buffer, strlen(buffer));
  switch (i) { int hidden; case 1: hidden = 3; printf("%d\n", hidden); case 2 ... 4: puts("two"); break; default: puts("no"); }
  { __label__ out; if (i) goto out; puts("skipped"); out: puts("out"); }
  goto *labels[i];
first: puts("first"); return 1;
second: puts("second");
  unsigned char narrow = 250; narrow += 10; signed char s = -128; s--; short h = 1; h <<= 15; printf("%d %d %d\n", narrow, s, h);
  do { int i = 3; while (i--) { if (i == 1) continue; printf("%d ", i); } } while (0);
  printf("%d %s %s\n", _Generic(1.0f, float: 1, default: 2), __func__, _Generic(&a, int (*)[3]: "array", default: "no"));
  volatile int v = 1; v; v += v++ * 0 + 2; printf("%d %d\n", v, ((int)sizeof(struct { char c[sizeof(int) > 2 ? 3 : 1]; })));
  return (uint8_t)(v << 8 | 7);
}
