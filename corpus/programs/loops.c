/* Loops: every form, break and continue, nested, empty parts, and the idioms optimisers rewrite. */
int printf(const char *, ...);

static unsigned char bytes[64];
static int ints[64], other[64];
static float floats[32];

static void fill(unsigned char *p, int v, int n) { for (int k = 0; k < n; k++) p[k] = v; }
static void copy(int *to, const int *from, int n) { for (int k = 0; k < n; k++) to[k] = from[k]; }
static void copy_down(int *p, int n) { for (int k = n - 1; k > 0; k--) p[k] = p[k - 1]; }
static long dot(const int *a, const int *b, int n) { long s = 0; for (int k = 0; k < n; k++) s += (long)a[k] * b[k]; return s; }
static int maximum(const int *p, int n) { int m = p[0]; for (int k = 1; k < n; k++) if (p[k] > m) m = p[k]; return m; }
static int count_bits(unsigned v) { int n = 0; while (v) { v &= v - 1; n++; } return n; }
static unsigned reverse_bits(unsigned v) { unsigned r = 0; for (int k = 0; k < 32; k++, v >>= 1) r = r << 1 | (v & 1); return r; }
static int collatz(unsigned long n) { int steps = 0; do { n = n & 1 ? 3 * n + 1 : n / 2; steps++; } while (n != 1); return steps; }
static unsigned gcd(unsigned a, unsigned b) { while (b) { unsigned t = a % b; a = b; b = t; } return a; }
static unsigned strided(const int *p, int n, int step) { unsigned s = 0; for (int k = 0; k < n; k += step) s = s * 7 + p[k]; return s; }

static int skipping(int n) {
    int s = 0;
    for (int k = 0;; k++) {
        if (k == n) break;
        if (k % 3 == 0) continue;
        int j = 0;
        while (1) {
            if (++j > k) break;
            if (j == 2) continue;
            s += j;
        }
        do { if (j == 5) break; if (j-- > 3) continue; s += 100; } while (j > 0);
    }
    return s;
}

int main(void) {
    fill(bytes, 0x1a5, 64);
    fill(bytes + 3, 0, 10);
    fill(bytes + 60, -1, 1);
    int checksum = 0;
    for (unsigned k = 0; k < sizeof bytes; ++k) checksum = checksum * 31 % 65521 + bytes[k];
    printf("%d\n", checksum);
    for (int k = 0; k < 64; k++) { ints[k] = k * k - 40 * k; other[k] = (k * 2654435761u) >> 20; }
    printf("%ld %d %d\n", dot(ints, other, 64), maximum(ints, 64), maximum(other, 64));
    copy(other, ints, 63);
    copy_down(other, 30);
    printf("%d %d %d %u\n", other[0], other[1], other[29], strided(other, 64, 5));
    printf("%d %d %x %x\n", count_bits(0xf0f0f0f1u), count_bits(0), reverse_bits(1), reverse_bits(0x12345678));
    printf("%d %d %u\n", collatz(27), collatz(97), gcd(1071, 462));
    printf("%d %d\n", skipping(7), skipping(12));
    for (int k = 0; k < 32; k++) floats[k] = k * 0.5f;
    float total = 0;
    for (int k = 31; k >= 0; k -= 2) total += floats[k];
    printf("%g\n", total);
    int n = 0;
    for (unsigned char c = 250; c; c++) n++;
    for (signed char c = 120; c > 0; c++) n++;
    for (unsigned u = 3; u-- > 0;) n += u;
    for (int k = 0, j = 10; k < j; k++, j--) n += j - k;
    for (const char *p = "loop"; *p; p++) n += *p == 'o';
    for (;;) { if (++n > 500) break; }
    printf("%d\n", n);
    int rows[4][5], trace = 0;
    for (int r = 0; r < 4; r++) for (int c = 0; c < 5; c++) rows[r][c] = r * c - r;
    for (int c = 4; c >= 0; c--) for (int r = 0; r < 4; r++) { if (rows[r][c] < 0) continue; trace = trace * 3 + rows[r][c]; if (trace > 100000) trace -= 99991; }
    printf("%d\n", trace);
    unsigned long i = 0, fibonacci = 1, previous = 0;
    while (i++ < 90) { unsigned long t = fibonacci + previous; previous = fibonacci; fibonacci = t; }
    printf("%lu\n", fibonacci);
    do ; while (0);
    do { checksum--; } while (checksum > 0 && checksum % 100);
    printf("%d\n", checksum);
    return 0;
}
