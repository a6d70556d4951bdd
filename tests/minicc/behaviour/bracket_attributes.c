/* Attributes in brackets (C23 6.7.12), which gcc 12 takes whatever the standard. */
#include <stdio.h>
[[deprecated("old")]] [[maybe_unused]] static int old(void) { return 1; }
struct [[gnu::packed]] s { char c; int i [[maybe_unused]]; };
enum e { A [[deprecated]] = 3, B };
[[noreturn]] void stop(void);
[[nodiscard, gnu::const]] int twice(int x [[maybe_unused]]) { return 2 * x; }
[[gnu::aligned(64)]] static int aligned;
static int f([[maybe_unused]] int a, int n) { switch (n) { case 1: n++; [[fallthrough]]; case 2: n++; [[vendor::thing(1, 2)]] int k = n; return k; default: return n; } }
int main(void) { [[maybe_unused]] int unused; int b = 1; { [[deprecated]] b = 2; } if (b != 2) return 1; int a[2] = {[1] = 4}; printf("%zu %d %d %d %d %d\n", sizeof(struct s), B, twice(3), (int)((unsigned long)&aligned % 64), f(1, 1), a[a[0]]); return 0; }
