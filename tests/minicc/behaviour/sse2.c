/* The built-in functions behind <xmmintrin.h> and <emmintrin.h>, and the vector operators those headers use. */
#include <emmintrin.h>
#include <stdio.h>
#include <string.h>

static void bytes(const char *what, const void *data, unsigned size)
{
    unsigned char raw[16];
    memcpy(raw, data, size);
    printf("%s", what);
    for (unsigned i = 0; i < size; i++)
        printf(" %02x", raw[i]);
    puts("");
}
#define SHOW(e)                       \
    do {                              \
        __typeof__(e) value_ = (e);   \
        bytes(#e, &value_, sizeof value_); \
    } while (0)

static float floats[4] __attribute__((aligned(16))) = {1.5f, -2.25f, 1e10f, 0.0f};
static float others[4] __attribute__((aligned(16))) = {1.5f, 3.0f, -7.0f, 4.0f};
static double doubles[2] __attribute__((aligned(16))) = {2.5, -1e30}, doubles2[2] __attribute__((aligned(16))) = {2.5, 9.0};
static int words[4] __attribute__((aligned(16))) = {1, -2, 0x12345678, -70000};
static short shorts[8] __attribute__((aligned(16))) = {1, -1, 300, -300, 32767, -32768, 77, -5};
static signed char chars[16] __attribute__((aligned(16))) = {1, -1, 100, -100, 127, -128, 7, -5, 9, 10, 11, 12, 13, 14, 15, 16};

int main(void)
{
    __m128 a = _mm_load_ps(floats), b = _mm_load_ps(others);
    SHOW(_mm_add_ss(a, b)); SHOW(_mm_sub_ss(a, b)); SHOW(_mm_mul_ss(a, b)); SHOW(_mm_div_ss(a, b));
    SHOW(_mm_add_ps(a, b)); SHOW(_mm_sub_ps(a, b)); SHOW(_mm_mul_ps(a, b)); SHOW(_mm_div_ps(b, a));
    SHOW(_mm_sqrt_ss(b)); SHOW(_mm_sqrt_ps(b)); SHOW(_mm_max_ss(a, b)); SHOW(_mm_min_ss(a, b));
    SHOW(_mm_max_ps(a, b)); SHOW(_mm_min_ps(a, b));
    SHOW(_mm_and_ps(a, b)); SHOW(_mm_andnot_ps(a, b)); SHOW(_mm_or_ps(a, b)); SHOW(_mm_xor_ps(a, b));
    SHOW(_mm_cmpeq_ss(a, b)); SHOW(_mm_cmplt_ss(a, b)); SHOW(_mm_cmpgt_ss(b, a)); SHOW(_mm_cmpnge_ss(b, a));
    SHOW(_mm_cmpeq_ps(a, b)); SHOW(_mm_cmplt_ps(a, b)); SHOW(_mm_cmple_ps(a, b)); SHOW(_mm_cmpgt_ps(a, b));
    SHOW(_mm_cmpge_ps(a, b)); SHOW(_mm_cmpneq_ps(a, b)); SHOW(_mm_cmpnlt_ps(a, b)); SHOW(_mm_cmpnle_ps(a, b));
    SHOW(_mm_cmpngt_ps(a, b)); SHOW(_mm_cmpnge_ps(a, b)); SHOW(_mm_cmpord_ps(a, b)); SHOW(_mm_cmpunord_ps(a, b));
    SHOW(_mm_comieq_ss(a, b)); SHOW(_mm_comilt_ss(a, b)); SHOW(_mm_comile_ss(a, b)); SHOW(_mm_comigt_ss(a, b));
    SHOW(_mm_comige_ss(a, b)); SHOW(_mm_comineq_ss(a, b)); SHOW(_mm_ucomieq_ss(a, b)); SHOW(_mm_ucomile_ss(a, b));
    SHOW(_mm_cvtss_si32(a)); SHOW(_mm_cvttss_si32(a)); SHOW(_mm_cvtss_si64(a)); SHOW(_mm_cvttss_si64(a));
    SHOW(_mm_cvtsi32_ss(a, -9)); SHOW(_mm_cvtsi64_ss(a, -9000000000LL)); SHOW(_mm_movemask_ps(a));
    SHOW(_mm_shuffle_ps(a, b, 0xB1)); SHOW(_mm_unpackhi_ps(a, b)); SHOW(_mm_unpacklo_ps(a, b));
    SHOW(_mm_movehl_ps(a, b)); SHOW(_mm_movelh_ps(a, b)); SHOW(_mm_move_ss(a, b));
    SHOW(_mm_loadh_pi(a, (const __m64 *)doubles)); SHOW(_mm_loadl_pi(a, (const __m64 *)doubles));
    float stored[4] __attribute__((aligned(16)));
    _mm_storeh_pi((__m64 *)stored, a), _mm_storel_pi((__m64 *)(stored + 2), b);
    bytes("stored", stored, sizeof stored);
    _mm_stream_ps(stored, b), _mm_sfence();
    bytes("streamed", stored, sizeof stored);
    _mm_storeu_ps(stored, _mm_set_ps(1, 2, 3, 4)), bytes("set", stored, sizeof stored);
    unsigned control = _mm_getcsr();
    _mm_setcsr(control | 0x6000); SHOW(_mm_cvtss_si32(_mm_set_ss(2.9f))); _mm_setcsr(control);
    SHOW(_mm_cvtss_si32(_mm_rcp_ss(_mm_set_ss(0.001f))) / 100); SHOW(_mm_cvtss_si32(_mm_rsqrt_ps(_mm_set1_ps(0.0001f))) / 10);

    __m128d c = _mm_load_pd(doubles), d = _mm_load_pd(doubles2);
    SHOW(_mm_add_sd(c, d)); SHOW(_mm_sub_sd(c, d)); SHOW(_mm_mul_sd(c, d)); SHOW(_mm_div_sd(c, d)); SHOW(_mm_add_pd(c, d));
    SHOW(_mm_sqrt_sd(c, d)); SHOW(_mm_sqrt_pd(d)); SHOW(_mm_max_pd(c, d)); SHOW(_mm_min_sd(c, d));
    SHOW(_mm_and_pd(c, d)); SHOW(_mm_andnot_pd(c, d)); SHOW(_mm_or_pd(c, d)); SHOW(_mm_xor_pd(c, d));
    SHOW(_mm_cmplt_pd(c, d)); SHOW(_mm_cmpgt_pd(c, d)); SHOW(_mm_cmpnge_pd(c, d)); SHOW(_mm_cmpeq_sd(c, d)); SHOW(_mm_cmpgt_sd(c, d));
    SHOW(_mm_comieq_sd(c, d)); SHOW(_mm_comilt_sd(c, d)); SHOW(_mm_comige_sd(c, d)); SHOW(_mm_ucomineq_sd(c, d));
    SHOW(_mm_cvtsd_si32(c)); SHOW(_mm_cvttsd_si32(c)); SHOW(_mm_cvtsd_si64(c)); SHOW(_mm_cvtsi32_sd(c, 5)); SHOW(_mm_cvtsi64_sd(c, -5));
    SHOW(_mm_cvtepi32_pd(_mm_load_si128((__m128i *)words))); SHOW(_mm_cvtepi32_ps(_mm_load_si128((__m128i *)words)));
    SHOW(_mm_cvtpd_epi32(d)); SHOW(_mm_cvttpd_epi32(c)); SHOW(_mm_cvtps_epi32(a)); SHOW(_mm_cvttps_epi32(a));
    SHOW(_mm_cvtpd_ps(d)); SHOW(_mm_cvtps_pd(a)); SHOW(_mm_cvtsd_ss(a, d)); SHOW(_mm_cvtss_sd(c, a));
    SHOW(_mm_shuffle_pd(c, d, 1)); SHOW(_mm_shuffle_pd(c, d, 2)); SHOW(_mm_unpackhi_pd(c, d)); SHOW(_mm_unpacklo_pd(c, d)); SHOW(_mm_move_sd(c, d));
    SHOW(_mm_loadh_pd(c, doubles2 + 1)); SHOW(_mm_loadl_pd(c, doubles2 + 1)); SHOW(_mm_movemask_pd(c)); SHOW(_mm_cvtsd_f64(d));

    __m128i w = _mm_load_si128((__m128i *)shorts), x = _mm_load_si128((__m128i *)chars), y = _mm_loadu_si128((__m128i *)words);
    SHOW(_mm_packs_epi16(w, x)); SHOW(_mm_packus_epi16(w, x)); SHOW(_mm_packs_epi32(y, w));
    SHOW(_mm_adds_epi8(x, w)); SHOW(_mm_adds_epu8(x, w)); SHOW(_mm_subs_epi8(x, w)); SHOW(_mm_subs_epu8(x, w));
    SHOW(_mm_adds_epi16(x, w)); SHOW(_mm_adds_epu16(x, w)); SHOW(_mm_subs_epi16(x, w)); SHOW(_mm_subs_epu16(x, w));
    SHOW(_mm_avg_epu8(x, w)); SHOW(_mm_avg_epu16(x, w)); SHOW(_mm_max_epu8(x, w)); SHOW(_mm_min_epu8(x, w));
    SHOW(_mm_max_epi16(x, w)); SHOW(_mm_min_epi16(x, w)); SHOW(_mm_mulhi_epi16(x, w)); SHOW(_mm_mulhi_epu16(x, w)); SHOW(_mm_mullo_epi16(x, w));
    SHOW(_mm_madd_epi16(x, w)); SHOW(_mm_mul_epu32(y, w)); SHOW(_mm_sad_epu8(x, w)); SHOW(_mm_movemask_epi8(x));
    SHOW(_mm_unpackhi_epi8(x, w)); SHOW(_mm_unpacklo_epi8(x, w)); SHOW(_mm_unpackhi_epi16(x, w)); SHOW(_mm_unpacklo_epi16(x, w));
    SHOW(_mm_unpackhi_epi32(x, w)); SHOW(_mm_unpacklo_epi32(x, w)); SHOW(_mm_unpackhi_epi64(x, w)); SHOW(_mm_unpacklo_epi64(x, w));
    SHOW(_mm_andnot_si128(x, w)); SHOW(_mm_cmpgt_epi8(x, w)); SHOW(_mm_cmpeq_epi16(x, w)); SHOW(_mm_cmplt_epi32(x, w));
    __m128i three = _mm_cvtsi32_si128(3);
    SHOW(_mm_sll_epi16(x, three)); SHOW(_mm_sra_epi16(x, three)); SHOW(_mm_srl_epi16(x, three)); SHOW(_mm_sll_epi32(x, three));
    SHOW(_mm_sra_epi32(x, three)); SHOW(_mm_srl_epi32(x, three)); SHOW(_mm_sll_epi64(x, three)); SHOW(_mm_srl_epi64(x, three));
    SHOW(_mm_slli_epi16(x, 5)); SHOW(_mm_srai_epi16(x, 5)); SHOW(_mm_srli_epi16(x, 17)); SHOW(_mm_slli_epi32(x, 5));
    SHOW(_mm_srai_epi32(x, 40)); SHOW(_mm_srli_epi32(x, 5)); SHOW(_mm_slli_epi64(x, 5)); SHOW(_mm_srli_epi64(x, 5));
    SHOW(_mm_slli_si128(x, 3)); SHOW(_mm_srli_si128(x, 5)); SHOW(_mm_srli_si128(x, 0)); SHOW(_mm_slli_si128(x, 15));
    SHOW(_mm_shuffle_epi32(x, 0x1B)); SHOW(_mm_shufflehi_epi16(x, 0x1B)); SHOW(_mm_shufflelo_epi16(x, 0x72));
    SHOW(_mm_extract_epi16(x, 6)); SHOW(_mm_insert_epi16(x, 0x55AA, 2)); SHOW(_mm_move_epi64(x)); SHOW(_mm_cvtsi128_si64(x));
    char masked[16] = {0};
    _mm_maskmoveu_si128(x, w, masked), bytes("masked", masked, 16);
    int streamed[4] __attribute__((aligned(16))) = {0};
    _mm_stream_si32(streamed, 42), _mm_stream_si64((long long *)(streamed + 2), 43), _mm_lfence(), _mm_mfence();
    bytes("streamed", streamed, 16);
    _mm_stream_si128((__m128i *)streamed, w), _mm_clflush(streamed), _mm_pause();
    bytes("streamed", streamed, 16);
    return 0;
}
