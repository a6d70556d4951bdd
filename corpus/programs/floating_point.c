/* float, double, long double: arithmetic, conversions, comparisons, constants, formatting. */
#include <float.h>
#include <math.h>
#include <stdio.h>

static float f = 1.1f;
static double d = 1.1;
static long double ld = 1.1L;
static volatile double zero = 0.0;

static void show(const char *name, double v) { printf("%-10s %a %.17g\n", name, v, v); }
static float narrow(double v) { return v; }
static int truncate(double v) { return v; }
static unsigned to_unsigned(double v) { return (unsigned)v; }
static unsigned long to_ulong(double v) { return (unsigned long)v; }
static double from_ulong(unsigned long v) { return v; }
static float from_long(long v) { return v; }
static float from_ulong_float(unsigned long v) { return v; }
static signed char to_char(float v) { return (signed char)v; }
static double mixed(int i, float x, long l, unsigned u) { return i / 2 + x * l - u; }
static double poly(const double *c, int n, double x) { double r = 0; while (n--) r = r * x + c[n]; return r; }
static float sum_floats(const float *p, int n) { float s = 0; for (int k = 0; k < n; k++) s += p[k]; return s; }

int main(void) {
    show("f", f); show("d", d); show("ld", (double)ld);
    show("f*f", f * f); show("f*d", f * d); show("f+1", f + 1); show("f/3", f / 3); show("(float)d", (float)d);
    show("narrow", narrow(16777217.0)); show("1/3f", 1 / 3.0f); show("1/3", 1 / 3.0); show("hex", 0x1.8p-3); show("hexf", 0x.1p4f);
    show("exp", 1e10); show("small", 5e-324); show("max", DBL_MAX); show("eps", FLT_EPSILON);
    show("dot", .5); show("trail", 5.); show("neg", -d); show("plus", +f);
    printf("%d %d %d %d\n", truncate(3.99), truncate(-3.99), truncate(-0.5), to_char(-100.7f));
    printf("%u %u %lu %lu\n", to_unsigned(3e9), to_unsigned(0.9), to_ulong(1e19), to_ulong(123456789.7));
    show("ulong", from_ulong(18446744073709551615UL)); show("ulong2", from_ulong(0x8000000000000401UL));
    show("long", from_long(0x7fffffffffffffffL)); show("odd", from_long(16777217)); show("ulongf", from_ulong_float(0x8000008000000001UL));
    show("mixed", mixed(7, 1.5f, -3, 4294967295u));
    show("poly", poly((double[]){1, -2, 3, 0.5}, 4, 1.5));
    show("sum", sum_floats((float[]){1e8f, 1, -1e8f, 1}, 4));
    double inf = 1 / zero, nan = zero / zero;
    printf("%d %d %d %d %d %d\n", inf > DBL_MAX, nan == nan, nan != nan, nan < 1, !(nan >= 1), inf == inf);
    printf("%d %d %d %d\n", !nan, !zero, zero ? 1 : 2, nan ? 3 : 4);
    printf("%d %d %d\n", 0.0 == -0.0, 1 / -zero < 0, f == 1.1);
    printf("%d %d %d\n", d < 2, 1u < -d, f >= 1);
    printf("%g %g %g\n", inf, -inf, -zero);
    double x = 10;
    x += 1; x -= 0.5; x *= 3; x /= 4; x++; --x;
    int i = 7;
    i += 2.9; i *= 1.5; i -= 0.1f;
    float g = 16777216.0f;
    g++;
    unsigned char uc = 200;
    uc /= 1.7;
    long big = 1L << 62;
    big += 1.0;
    printf("%g %d %.1f %d %ld\n", x, i, g, uc, big);
    printf("%zu %zu %zu %zu %zu\n", sizeof(f * f), sizeof(f * 1.0), sizeof(1 ? 1 : f), sizeof 1.0f, sizeof 1.0L);
    printf("%f %e %g %.0f %.3f %10.2f|%-8.1f|%+g\n", 3.14159, 31415.9, 0.0001, 2.5, 2.0005, 1.005, 9.99, 1.0);
    printf("%g %g %g %g %g\n", sqrt(2.0), floor(-1.5), fabs(-3.0), fmod(7.5, 2), pow(2, 10));
    ld = ld * 3 + 1;
    printf("%.20Lg %Lg %zu\n", ld, ld - 4, sizeof(long double));
    printf("%.3Lf %d %ld\n", (long double)1 / 3, (int)(2.75L * 4), (long)1e15L);
    _Bool b = 0.1f, c = nan;
    printf("%d %d %d\n", b, c, (_Bool)-0.0);
    int n = 0;
    for (float t = 0; t < 1; t += 0.1f) n++;
    for (double t = 1; t > 0.001; t /= 2) n++;
    printf("%d %d\n", n, (int)(0.1 + 0.2 == 0.3));
    return 0;
}
