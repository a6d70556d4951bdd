/* Conversions and operators at the edges of every arithmetic type. */
#include <limits.h>
#include <stdio.h>
#define SHOW(T, x) { T v = (x); printf("%s ", #T); unsigned char b[sizeof v]; __builtin_memcpy(b, &v, sizeof v); for (unsigned i = 0; i < (sizeof v > 10 && (T)0.5 != 0 && sizeof v == 16 ? 10 : sizeof v); i++) printf("%02x", b[i]); puts(""); }
#define TO_ALL(x) SHOW(_Bool, x) SHOW(signed char, x) SHOW(unsigned char, x) SHOW(short, x) SHOW(unsigned short, x) SHOW(int, x) SHOW(unsigned, x) SHOW(long, x) SHOW(unsigned long, x) SHOW(__int128, x) SHOW(float, x) SHOW(double, x) SHOW(long double, x)
int main(int argc, char **argv) {
    signed char sc = SCHAR_MIN; unsigned char uc = 200; short s = -300; unsigned short us = 60000; int i = INT_MIN; unsigned u = 3000000000u;
    long l = LONG_MIN + 5; unsigned long ul = ULONG_MAX; __int128 q = ((__int128)1 << 100) - 7; _Bool b = argc;
    float f = 100.75f; double d = 77.5; long double ld = 99.25L; char *p = (char *)0x1234;
    TO_ALL(sc) TO_ALL(uc) TO_ALL(s) TO_ALL(us) TO_ALL(i) TO_ALL(u) TO_ALL(l) TO_ALL(ul) TO_ALL(q) TO_ALL(b) TO_ALL(f) TO_ALL(d) TO_ALL(ld)
    SHOW(long, (long)p) SHOW(int, (int)(long)p) SHOW(_Bool, p) p = (char *)(long)s; SHOW(long, (long)p)
    printf("%d %d %d %d\n", sc / 3, sc % 7, s >> 2, s << 1);
    printf("%u %u %lu %lu\n", u / 7, u % 11, ul >> 3, ul * ul);
    printf("%d %d %d\n", -1 < u, (long)-1 < u, sc < uc);
    printf("%d %d %d\n", f < d, ld >= f, (float)0.1 == 0.1);
    printf("%ld %lu\n", l / 3, ul / 3);
    printf("%llx %llx\n", (unsigned long long)(q / 12345), (unsigned long long)(q * q >> 64));
    printf("%g %g %Lg %g\n", f / 3, d * f, ld - f, -f);
    double zero = 0.0 * argc, nan = zero / zero, inf = 1 / zero;
    printf("%d%d%d%d%d%d %d%d %d\n", nan == nan, nan != nan, nan < 1, nan > 1, !(nan <= 1), !nan, inf > 1e308, -inf < 0, nan ? 1 : 2);
    printf("%d %d\n", -zero == zero, 1 / -zero < 0);
    uc += uc; us *= 2; sc -= 1; s /= -7; b += 3; i ^= -1; u <<= 1; ul >>= 63; f += i; ld *= uc; d -= 1e300; l %= 1000;
    printf("%d %d %d %d %d %d %u %lu %g %Lg %g %ld\n", uc, us, sc, s, b, i, u, ul, f, ld, d, l);
    int k = 5; k = k++ + 0; k += k--; uc++; sc--; --us; b--; ++f; d++; ld--;
    printf("%d %d %d %g %Lg\n", uc, sc, b, f, ld);
    printf("%d\n", (int)(sizeof(q) + (argc ? 'a' : 1.0) > 100));
    _Float128 wide = 1; wide = wide / 3 + d; printf("%d\n", wide > 0);
    printf("%d %d\n", (argc, 7) ?: 9, (argc - 1) ?: 9);
    return argc - 1 ? 0 : (b = 42);
}
