/* Bit-fields: layout, signedness, promotion, assignment values, padding (C11 6.7.2.1). */
#pragma GCC diagnostic ignored "-Woverflow"
int printf(const char *, ...);
void *memset(void *, int, unsigned long);

struct mixed { unsigned a : 3; signed b : 5; unsigned : 0; int c : 12; unsigned d : 20; _Bool e : 1; char f : 4; long g : 40; unsigned long h : 24; };
struct narrow { signed char a : 3; unsigned char b : 5; short c : 9; unsigned short d : 7; };
struct straddle { char lead; int a : 17; int b : 17; short tail; };
union view { struct { unsigned lo : 4, mid : 8, hi : 20; } f; unsigned all; unsigned char bytes[4]; };
struct holder { struct { unsigned x : 7; unsigned y : 9; } inner[3]; int z : 2; };
enum color { RED, GREEN, BLUE = 7 };
struct with_enum { enum color c : 4; unsigned n : 28; };

static void dump(const char *name, const void *p, unsigned long size) {
    const unsigned char *bytes = p;
    printf("%s:", name);
    for (unsigned long n = 0; n < size; n++) printf(" %02x", bytes[n]);
    printf("\n");
}

static struct mixed global = {5, -9, -1000, 0xabcde, 1, -3, -123456789012L, 0x123456};

int main(void) {
    struct mixed m;
    memset(&m, 0, sizeof m);
    printf("%zu %zu %zu %zu %zu\n", sizeof(struct mixed), sizeof(struct narrow), sizeof(struct straddle), sizeof(union view), sizeof(struct holder));
    m.a = 13; m.b = -17; m.c = 2047; m.d = -1; m.e = 4; m.f = 9; m.g = 0x123456789aL; m.h = ~0UL;
    printf("%u %d %d %u %d %d %lld %llu\n", m.a, m.b, m.c, m.d, m.e, m.f, (long long)m.g, (unsigned long long)m.h);
    dump("mixed", &m, sizeof m);
    m.c++; m.d += 3; m.a -= 6; m.b ^= 0x15; m.e = !m.e; m.f *= 3; m.g <<= 2; m.h /= 3;
    printf("%u %d %d %u %d %d %lld %llu\n", m.a, m.b, m.c, m.d, m.e, m.f, (long long)m.g, (unsigned long long)m.h);
    dump("mixed", &m, sizeof m);
    printf("%u %d %d %u %d %d %lld %llu\n", global.a, global.b, global.c, global.d, global.e, global.f, (long long)global.g, (unsigned long long)global.h);
    printf("value of assignment: %d %d\n", (m.b = 21), (int)(m.a = 255));
    printf("promotion: %d %d %d\n", m.a - 8 < 0, (m.d - 1048576) < 0, -m.a < 0);
    struct narrow n = {3, 31, 255, 127};
    n.a++; n.b++; n.c += 1; n.d++;
    printf("%d %d %d %d\n", n.a, n.b, n.c, n.d);
    struct straddle s;
    memset(&s, 0, sizeof s);
    s.lead = 1; s.a = -1; s.b = 65535; s.tail = -2;
    dump("straddle", &s, sizeof s);
    union view v = {{5, 0x3c, 0xbeef}};
    printf("%x %x %x %x\n", v.all, v.f.lo, v.f.mid, v.f.hi);
    v.all = 0xdeadbeefu;
    printf("%x %x %x %02x\n", v.f.lo, v.f.mid, v.f.hi, v.bytes[2]);
    struct holder h = {{{1, 2}, {3, 4}, {127, 511}}, -2}, copy = h;
    copy.inner[1].x += h.inner[2].x;
    copy.inner[1].y--;
    for (int k = 0; k < 3; k++) printf("%u %u ", copy.inner[k].x, copy.inner[k].y);
    printf("%d\n", copy.z);
    struct with_enum w = {BLUE, 123};
    w.c = w.c == BLUE ? GREEN : RED;
    printf("%d %u\n", (int)w.c, (unsigned)w.n);
    struct { int f : 1; unsigned g : 1; } one = {-1, 1};
    printf("%d %d %d\n", one.f, one.g, one.f + one.g);
    struct mixed *p = &m;
    int old = p->a++;
    printf("%d %u %u\n", old, p->a, (unsigned)(--p->d));
    return 0;
}
