/* Conversions between all integer types, explicit and implicit (C11 6.3.1.3). */
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#define CONVERT(type, value) printf("  (%s) -> %lld\n", #type, (long long)(type)(value))

static void all(long long v) {
    printf("%lld\n", v);
    CONVERT(_Bool, v);
    CONVERT(char, v);
    CONVERT(signed char, v);
    CONVERT(unsigned char, v);
    CONVERT(short, v);
    CONVERT(unsigned short, v);
    CONVERT(int, v);
    CONVERT(unsigned, v);
    CONVERT(long, v);
    CONVERT(unsigned long, v);
    CONVERT(long long, v);
    CONVERT(unsigned long long, v);
}

static int8_t to_i8(int v) { return (int8_t)v; }
static uint8_t to_u8(int v) { return (uint8_t)v; }
static int16_t to_i16(long v) { return (int16_t)v; }
static _Bool to_bool(double v) { return v; }
static _Bool pointer_to_bool(void *p) { return p; }
static unsigned from_i8(int8_t v) { return v; }
static long from_u32(uint32_t v) { return v; }
static long from_i32(int32_t v) { return v; }

int main(void) {
    static const long long samples[] = {
        0, 1, -1, 127, 128, 255, 256, -128, -129, 32767, 32768, 65535, 65536, INT_MAX, INT_MIN,
        (long long)INT_MAX + 1, UINT_MAX, LLONG_MAX, LLONG_MIN, 0x123456789abcdefLL, -0x123456789abcdefLL,
    };
    for (unsigned n = 0; n < sizeof samples / sizeof *samples; n++) all(samples[n]);
    printf("%d %d %d %d %d\n", to_i8(200), to_u8(-1), to_i16(70000), to_i8(-129), to_u8(256));
    printf("%d %d %d\n", to_bool(0.0), to_bool(0.25), to_bool(-0.0));
    int x = 3;
    printf("%d %d\n", pointer_to_bool(&x), pointer_to_bool(0));
    printf("%u %ld %ld\n", from_i8(-3), from_u32(0xfffffffdu), from_i32(-3));
    _Bool b = 256;
    printf("%d %d %d\n", b, (_Bool)0.5f, (_Bool)(unsigned char)256);
    unsigned char small = (unsigned char)0x1ff;
    signed char same = (signed char)small;
    int wide = same;
    unsigned long wider = (unsigned long)wide;
    printf("%d %d %d %lu\n", small, same, wide, wider);
    printf("%d\n", (int)(signed char)(unsigned short)0x1ff80);
    return 0;
}
