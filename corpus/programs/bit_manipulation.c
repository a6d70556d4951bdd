/* Shifts, masks, rotations and carries on every width: the arithmetic of hashes and ciphers. */
#include <stdint.h>
#include <stdio.h>

static uint32_t rotl32(uint32_t v, int n) { return v << n | v >> (32 - n); }
static uint64_t rotr64(uint64_t v, unsigned n) { return v >> (n & 63) | v << (-n & 63); }
static uint8_t rotl8(uint8_t v, int n) { return (uint8_t)(v << n | v >> (8 - n)); }
static uint16_t swap16(uint16_t v) { return (uint16_t)(v << 8 | v >> 8); }
static uint32_t swap32(uint32_t v) { return (uint32_t)swap16((uint16_t)v) << 16 | swap16((uint16_t)(v >> 16)); }
static int64_t sign_extend(uint64_t v, int bits) { return (int64_t)(v << (64 - bits)) >> (64 - bits); }
static int parity(uint64_t v) { v ^= v >> 32; v ^= v >> 16; v ^= v >> 8; v ^= v >> 4; return 0x6996 >> (v & 15) & 1; }
static int leading_zeros(uint32_t v) { int n = 0; if (!v) return 32; while (!(v & 0x80000000)) { v <<= 1; n++; } return n; }

static uint32_t crc_table[256];
static void make_crc(void) { for (uint32_t n = 0; n < 256; n++) { uint32_t c = n; for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1; crc_table[n] = c; } }
static uint32_t crc(const char *s) { uint32_t c = ~0u; while (*s) c = crc_table[(c ^ (uint8_t)*s++) & 0xff] ^ c >> 8; return ~c; }
static uint32_t adler(const unsigned char *s, int n) { uint32_t a = 1, b = 0; while (n--) { a = (a + *s++) % 65521; b = (b + a) % 65521; } return b << 16 | a; }
static uint64_t xorshift(uint64_t *s) { *s ^= *s << 13; *s ^= *s >> 7; *s ^= *s << 17; return *s * 0x2545f4914f6cdd1dULL; }
static void tea(uint32_t v[2], const uint32_t k[4]) {
    uint32_t sum = 0;
    for (int n = 0; n < 32; n++) {
        sum += 0x9e3779b9;
        v[0] += ((v[1] << 4) + k[0]) ^ (v[1] + sum) ^ ((v[1] >> 5) + k[1]);
        v[1] += ((v[0] << 4) + k[2]) ^ (v[0] + sum) ^ ((v[0] >> 5) + k[3]);
    }
}
static uint64_t multiply_high(uint64_t a, uint64_t b) {
    uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    uint64_t mid = ah * bl + (al * bl >> 32), low = (uint32_t)mid + al * bh;
    return ah * bh + (mid >> 32) + (low >> 32);
}
static uint8_t multiply_gf(uint8_t a, uint8_t b) { uint8_t r = 0; for (; b; b >>= 1) { if (b & 1) r ^= a; a = (uint8_t)(a << 1) ^ (a & 0x80 ? 0x1b : 0); } return r; }

int main(void) {
    printf("%x %llx %x %x %x\n", rotl32(0x80000001u, 3), (unsigned long long)rotr64(0x123456789abcdef0u, 20), rotl8(0x96, 3), swap16(0x1234), swap32(0xdeadbeef));
    printf("%lld %lld %d %d %d\n", (long long)sign_extend(0x8f, 8), (long long)sign_extend(0x7ffff, 20), parity(0x10101), leading_zeros(0x1234), leading_zeros(0));
    make_crc();
    printf("%x %x\n", crc("123456789"), adler((const unsigned char *)"Wikipedia", 9));
    uint64_t seed = 88172645463325252ULL;
    for (int k = 0; k < 5; k++) printf("%llx ", (unsigned long long)xorshift(&seed));
    uint32_t block[2] = {0x01234567, 0x89abcdef};
    tea(block, (const uint32_t[]){0x0011, 0x2233, 0x4455, 0x6677});
    printf("\n%x %x %llx %x\n", block[0], block[1], (unsigned long long)multiply_high(~0ULL, 0xfedcba9876543210u), multiply_gf(0x57, 0x83));
    int8_t s8 = (int8_t)0x80;
    int16_t s16 = (int16_t)0x8000;
    int32_t s32 = INT32_MIN;
    int64_t s64 = INT64_MIN;
    printf("%d %d %d %lld\n", s8 >> 3, s16 >> 7, s32 >> 31, (long long)(s64 >> 62));
    printf("%d %d %u %llu\n", (uint8_t)s8 >> 3, (uint16_t)s16 >> 7, (uint32_t)s32 >> 31, (unsigned long long)((uint64_t)s64 >> 62));
    s8 >>= 1; s16 /= 3; s32 += 1; s64 -= -1;
    printf("%d %d %d %lld\n", s8, s16, s32, (long long)s64);
    uint8_t u8 = 0xf0;
    uint16_t u16 = 0xff00;
    printf("%d %d %d %d\n", ~u8, (uint8_t)~u8, u16 << 8, (uint16_t)(u16 << 8));
    u8 = (uint8_t)~u8; u8 <<= 5; u16 ^= 0xabcd; u16 >>= 3;
    printf("%d %d %d\n", u8, u16, (u8 & 0x80) != 0);
    uint32_t carry = 0, digits[4] = {~0u, ~0u, 5, 0}, other[4] = {1, 0, ~0u, 7};
    for (int k = 0; k < 4; k++) { uint64_t t = (uint64_t)digits[k] + other[k] + carry; digits[k] = (uint32_t)t; carry = t >> 32; }
    printf("%x %x %x %x %x\n", digits[0], digits[1], digits[2], digits[3], carry);
    return 0;
}
