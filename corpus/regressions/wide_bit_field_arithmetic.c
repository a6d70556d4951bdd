/* 2026-11-22: a bit-field wider than int was computed with in its declared type; gcc computes in its own width. */
int printf(const char *, ...);

struct s {
    unsigned long long a : 40;
    long long b : 35;
};

int main(void)
{
    struct s s = {0xffffffffffULL, -1};
    printf("%d %llx %lld\n", s.a + 1 == 0, (unsigned long long)(s.a << 8), (long long)(s.b * 2));
    s.a += 2;
    s.b ^= 0x2aaaaaaaaLL;
    printf("%llx %lld\n", (unsigned long long)s.a, (long long)s.b);
    return 0;
}
