/* Integer promotions and usual arithmetic conversions (C11 6.3.1.1, 6.3.1.8). */
#pragma GCC diagnostic ignored "-Wbool-operation"
int printf(const char *, ...);

#define SHOW(e) printf("%-34s = %lld\n", #e, (long long)(e))

static signed char sc = -7;
static unsigned char uc = 200;
static short sh = -30000;
static unsigned short us = 60000;
static int i = -5;
static unsigned u = 5u;
static long l = -9000000000L;
static unsigned long ul = 9000000000UL;
static char c = -1;
static _Bool b = 1;

int main(void) {
    SHOW(sc + uc);
    SHOW(uc << 1);
    SHOW(~uc);
    SHOW(-us);
    SHOW(us * 2);
    SHOW(sh - us);
    SHOW(i + u);
    SHOW(i < u);
    SHOW(sc < uc);
    SHOW((unsigned)i > u);
    SHOW(i * (long)u);
    SHOW(l + u);
    SHOW(l / i);
    SHOW(l % 7);
    SHOW(-7 / 2);
    SHOW(-7 % 2);
    SHOW(7 % -2);
    SHOW((unsigned)-7 / 2);
    SHOW((unsigned char)-7 / 2);
    SHOW(l >> 3);
    SHOW(i >> 1);
    SHOW(sc >> 2);
    SHOW((unsigned char)sc >> 2);
    SHOW(ul >> 33);
    SHOW(u << 31);
    SHOW((long)u << 31);
    SHOW(b + b + b);
    SHOW(-b);
    SHOW(~b);
    SHOW(!sc);
    SHOW(!!uc);
    SHOW(c == (char)255);
    SHOW(c == 255);
    SHOW((unsigned char)c == 255);
    SHOW(sizeof(sc + sc));
    SHOW(sizeof(uc + 1L));
    SHOW(sizeof(us ? us : uc));
    SHOW(sizeof(i ? 1 : 1ULL));
    SHOW((0 ? -1 : 1u) > -1);
    SHOW((1 ? -1 : 1u) > 0);
    SHOW((uc & sc) ^ (us | sh));
    SHOW(ul > l);
    SHOW((unsigned)l < ul);
    SHOW((short)us + (signed char)uc);
    uc += sc;
    SHOW(uc);
    uc -= 250;
    SHOW(uc);
    sc *= 50;
    SHOW(sc);
    us <<= 3;
    SHOW(us);
    sh >>= 4;
    SHOW(sh);
    us /= sc;
    SHOW(us);
    i %= 3;
    SHOW(i);
    b += 2;
    SHOW(b);
    b -= 1;
    SHOW(b);
    b--;
    SHOW(b);
    b ^= 1;
    SHOW(b);
    c++;
    SHOW(c);
    return 0;
}
