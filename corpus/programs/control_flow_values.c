/* Conditions of every type: pointers, floats, bit-fields, wide integers, comparisons chained into values. */
int printf(const char *, ...);

struct flags { unsigned a : 1; int b : 1; unsigned long wide : 50; };
static int truth(long v) { if (v) return 1; else return 0; }
static int test_double(double d) { return d ? 1 : 2; }
static int test_pointer(const void *p, const void *q) { return p && q ? 3 : p || q ? 2 : !p; }
static int test_wide(unsigned long long v) { int n = 0; while (v) { n++; v >>= 9; } return n; }
#pragma GCC diagnostic ignored "-Wdangling-else"
static int dangling(int a, int b) { if (a) if (b) return 1; else return 2; return 3; }
static unsigned char to_uchar(int v) { return v > 100 ? v : -v; }
static long pick(int which, char c, unsigned u, long l) { return which == 0 ? c : which == 1 ? u : l; }
static int sign(int v) { return (v > 0) - (v < 0); }
static int in_range(int v, int lo, int hi) { return lo <= v && v < hi; }
static int compare(unsigned char a, signed char b, unsigned c, int d) { return (a < b) | (a < c) << 1 | (b < c) << 2 | (d < c) << 3 | (d < b) << 4 | ((unsigned)b < c) << 5 | ((long)d < (long)c) << 6; }
static int early(const int *p, int n) { for (int k = 0; k < n; k++) { if (p[k] < 0) return -k; else if (p[k] == 0) continue; else if (p[k] > 100) break; n -= p[k] == 7; } return n; }
static int many(int v) { if (v < 10) return 1; else if (v < 20) { v *= 2; } else if (v < 30) ; else { v = -v; } return v; }
static void none(int *p) { if (!p) return; *p += 1; }

int main(void) {
    struct flags f = {1, -1, 1UL << 49};
    printf("%d %d %d %d\n", f.a ? 1 : 0, f.b ? 1 : 0, !f.wide, f.b == 1);
    printf("%d %d %d\n", truth(0x100000000L), truth(0), truth(-1));
    printf("%d %d %d\n", test_double(0.1), test_double(-0.0), test_double(1e-320));
    int x = 5;
    printf("%d %d %d %d\n", test_pointer(&x, &x), test_pointer(&x, 0), test_pointer(0, 0), test_wide(~0ULL));
    printf("%d %d %d\n", dangling(1, 1), dangling(1, 0), dangling(0, 0));
    printf("%d %d\n", to_uchar(300), to_uchar(1));
    printf("%ld %ld %ld\n", pick(0, -1, 7, 8), pick(1, -1, -7, 8), pick(2, -1, 7, -8));
    printf("%d %d %d %d %d\n", sign(-9), sign(0), sign(9), in_range(5, 5, 6), in_range(6, 5, 6));
    printf("%d %d\n", compare(200, -56, 200, -1), compare(1, 2, 3, -4));
    int values[] = {1, 0, 7, 3, 200, -1}, negatives[] = {3, 2, -1};
    printf("%d %d\n", early(values, 6), early(negatives, 3));
    printf("%d %d %d %d\n", many(5), many(15), many(25), many(35));
    none(0);
    none(&x);
    printf("%d %d\n", x, (x == 6) + (x != 6) * 2 + (x >= 6) * 4 + (x <= 5) * 8);
    int assigned;
    if ((assigned = x * 2) > 10 && assigned < 20) printf("assigned %d\n", assigned);
    while ((assigned -= 3) > 0) ;
    printf("%d %d\n", assigned, assigned < 0 ? -assigned : assigned);
    double d = 0.5;
    int n = 0;
    do n++; while ((d *= 0.5) > 0.01);
    for (char *p = "stop"; *p != 'p'; p++) n += !!*p;
    printf("%d %d\n", n, !(n == 3) == (n != 3));
    _Bool b = x;
    b = b && !b;
    printf("%d %d\n", b, (b ? x : d) > 0);
    return 0;
}
