"""The types of gcc's built-ins (gcc manual, "x86 Built-in Functions") behind the headers of what came after SSE2: SSE3,
SSSE3, SSE4, AES, PCLMUL, AVX, AVX2, FMA, F16C, SHA, BMI, BMI2, LZCNT, ADX, RDRND, RDSEED and XSAVE's XGETBV.

Those of MMX registers are left out, and so are those of AVX-512.
"""

from __future__ import annotations

from minicc.check.x86 import CODES
from minicc.types.ctype import (
    CType,
)

# The instructions that a function must have, the types (the result, then the parameters), the names.
_TABLE = """
sse3 ggg: addsubpd haddpd hsubpd
sse3 fff: addsubps haddps hsubps
sse3 bP: lddqu
sse3 ff: movshdup movsldup
ssse3 bb: pabsb128
ssse3 dd: pabsd128
ssse3 ww: pabsw128
ssse3 qqqn: palignr128
ssse3 ddd: phaddd128 phsubd128 psignd128
ssse3 www: phaddsw128 phaddw128 phsubsw128 phsubw128 pmulhrsw128 psignw128
ssse3 wbb: pmaddubsw128
ssse3 bbb: pshufb128 psignb128
sse4.1 gggn: blendpd dppd roundsd
sse4.1 fffn: blendps dpps insertps128 roundss
sse4.1 gggg: blendvpd
sse4.1 ffff: blendvps
sse4.1 qP: movntdqa
sse4.1 bbbn: mpsadbw128
sse4.1 wdd: packusdw128
sse4.1 bbbb: pblendvb128
sse4.1 wwwn: pblendw128
sse4.1 kbn: vec_ext_v16qi
sse4.1 lqn: vec_ext_v2di
sse4.1 xfn: vec_ext_v4sf
sse4.1 bbkn: vec_set_v16qi
sse4.1 qqln: vec_set_v2di
sse4.1 ddin: vec_set_v4si
sse4.1 ww: phminposuw128
sse4.1 bbb: pmaxsb128 pminsb128
sse4.1 ddd: pmaxsd128 pmaxud128 pminsd128 pminud128
sse4.1 www: pmaxuw128 pminuw128
sse4.1 db: pmovsxbd128 pmovzxbd128
sse4.1 qb: pmovsxbq128 pmovzxbq128
sse4.1 wb: pmovsxbw128 pmovzxbw128
sse4.1 qd: pmovsxdq128 pmovzxdq128
sse4.1 dw: pmovsxwd128 pmovzxwd128
sse4.1 qw: pmovsxwq128 pmovzxwq128
sse4.1 qdd: pmuldq128
sse4.1 iqq: ptestc128 ptestnzc128 ptestz128
sse4.1 ggn: roundpd
sse4.1 ffn: roundps
sse4.2 ibibin: pcmpestri128 pcmpestria128 pcmpestric128 pcmpestrio128 pcmpestris128 pcmpestriz128
sse4.2 bbibin: pcmpestrm128
sse4.2 ibbn: pcmpistri128 pcmpistria128 pcmpistric128 pcmpistrio128 pcmpistris128 pcmpistriz128
sse4.2 bbbn: pcmpistrm128
crc32 uuc: crc32qi
crc32 uut: crc32hi
crc32 uuu: crc32si
crc32 mmm: crc32di
aes qqq: aesdec128 aesdeclast128 aesenc128 aesenclast128
aes qq: aesimc128
aes qqn: aeskeygenassist128
pclmul qqqn: pclmulqdq128
avx GGG: addsubpd256 andnpd256 andpd256 haddpd256 hsubpd256 maxpd256 minpd256 orpd256 unpckhpd256 unpcklpd256 xorpd256
avx FFF: addsubps256 andnps256 andps256 haddps256 hsubps256 maxps256 minps256 orps256 unpckhps256 unpcklps256 xorps256
avx GGGn: blendpd256 cmppd256 shufpd256 vperm2f128_pd256
avx FFFn: blendps256 cmpps256 dpps256 shufps256 vperm2f128_ps256
avx GGGG: blendvpd256
avx FFFF: blendvps256
avx gggn: cmppd cmpsd
avx fffn: cmpps cmpss
avx Gd: cvtdq2pd256
avx FD: cvtdq2ps256
avx dG: cvtpd2dq256 cvttpd2dq256
avx fG: cvtpd2ps256
avx DF: cvtps2dq256 cvttps2dq256
avx Gf: cvtps2pd256
avx BP: lddqu256
avx gPq: maskloadpd
avx GPQ: maskloadpd256
avx fPd: maskloadps
avx FPD: maskloadps256
avx vpqg: maskstorepd
avx vpQG: maskstorepd256
avx vpdf: maskstoreps
avx vpDF: maskstoreps256
avx GG: movddup256 sqrtpd256
avx iG: movmskpd256
avx iF: movmskps256
avx vpQ: movntdq256
avx vpG: movntpd256
avx vpF: movntps256
avx FF: movshdup256 movsldup256 rcpps256 rsqrtps256 sqrtps256
avx Gg: pd256_pd
avx gG: pd_pd256
avx Ff: ps256_ps
avx fF: ps_ps256
avx Dd: si256_si
avx dD: si_si256
avx iQQ: ptestc256 ptestnzc256 ptestz256
avx GGn: roundpd256 vpermilpd256
avx FFn: roundps256 vpermilps256
avx GP: vbroadcastf128_pd256 vbroadcastsd256
avx FP: vbroadcastf128_ps256 vbroadcastss256
avx fP: vbroadcastss
avx gGn: vextractf128_pd256
avx fFn: vextractf128_ps256
avx dDn: vextractf128_si256
avx GGgn: vinsertf128_pd256
avx FFfn: vinsertf128_ps256
avx DDdn: vinsertf128_si256
avx DDDn: vperm2f128_si256
avx ggn: vpermilpd
avx ffn: vpermilps
avx ggq: vpermilvarpd
avx GGQ: vpermilvarpd256
avx ffd: vpermilvarps
avx FFD: vpermilvarps256
avx igg: vtestcpd vtestnzcpd vtestzpd
avx iGG: vtestcpd256 vtestnzcpd256 vtestzpd256
avx iff: vtestcps vtestnzcps vtestzps
avx iFF: vtestcps256 vtestnzcps256 vtestzps256
avx v: vzeroall vzeroupper
avx2 QQQ: andnotsi256 psllv4di psrlv4di punpckhqdq256 punpcklqdq256
avx2 qQn: extract128i256
avx2 ggPdgn: gathersiv2df
avx2 GGPdGn: gathersiv4df
avx2 qqPdqn: gathersiv2di
avx2 QQPdQn: gathersiv4di
avx2 ffPdfn: gathersiv4sf
avx2 FFPDFn: gathersiv8sf
avx2 ddPddn: gathersiv4si
avx2 DDPDDn: gathersiv8si
avx2 ggPqgn: gatherdiv2df
avx2 GGPQGn: gatherdiv4df
avx2 qqPqqn: gatherdiv2di
avx2 QQPQQn: gatherdiv4di
avx2 ffPqfn: gatherdiv4sf
avx2 ffPQfn: gatherdiv4sf256
avx2 ddPqdn: gatherdiv4si
avx2 ddPQdn: gatherdiv4si256
avx2 QQqn: insert128i256
avx2 dPd: maskloadd
avx2 DPD: maskloadd256
avx2 qPq: maskloadq
avx2 QPQ: maskloadq256
avx2 vpdd: maskstored
avx2 vpDD: maskstored256
avx2 vpqq: maskstoreq
avx2 vpQQ: maskstoreq256
avx2 QP: movntdqa256
avx2 BBBn: mpsadbw256
avx2 BB: pabsb256
avx2 DD: pabsd256
avx2 WW: pabsw256
avx2 WDD: packssdw256 packusdw256
avx2 BWW: packsswb256 packuswb256
avx2 BBB: paddsb256 paddusb256 pavgb256 pmaxsb256 pmaxub256 pminsb256 pminub256 pshufb256 psignb256 psubsb256 psubusb256
avx2 BBB: punpckhbw256 punpcklbw256
avx2 WWW: paddsw256 paddusw256 pavgw256 phaddsw256 phaddw256 phsubsw256 phsubw256 pmaxsw256 pmaxuw256 pminsw256
avx2 WWW: pminuw256 pmulhrsw256 pmulhuw256 pmulhw256 psignw256 psubsw256 psubusw256 punpckhwd256 punpcklwd256
avx2 QQQn: palignr256 permti256
avx2 dddn: pblendd128
avx2 DDDn: pblendd256
avx2 BBBB: pblendvb256
avx2 WWWn: pblendw256
avx2 bb: pbroadcastb128
avx2 Bb: pbroadcastb256
avx2 dd: pbroadcastd128
avx2 Dd: pbroadcastd256
avx2 qq: pbroadcastq128
avx2 Qq: pbroadcastq256 vbroadcastsi256
avx2 ww: pbroadcastw128
avx2 Ww: pbroadcastw256
avx2 GGn: permdf256
avx2 QQn: permdi256
avx2 FFD: permvarsf256
avx2 DDD: permvarsi256 phaddd256 phsubd256 pmaxsd256 pmaxud256 pminsd256 pminud256 psignd256 psllv8si psrav8si psrlv8si
avx2 DDD: punpckhdq256 punpckldq256
avx2 WBB: pmaddubsw256 psadbw256
avx2 DWW: pmaddwd256
avx2 iB: pmovmskb256
avx2 Db: pmovsxbd256 pmovzxbd256
avx2 Qb: pmovsxbq256 pmovzxbq256
avx2 Wb: pmovsxbw256 pmovzxbw256
avx2 Qd: pmovsxdq256 pmovzxdq256
avx2 Dw: pmovsxwd256 pmovzxwd256
avx2 Qw: pmovsxwq256 pmovzxwq256
avx2 QDD: pmuldq256 pmuludq256
avx2 DDn: pshufd256
avx2 WWn: pshufhw256 pshuflw256
avx2 DDd: pslld256 psrad256 psrld256
avx2 DDi: pslldi256 psradi256 psrldi256
avx2 QQn: pslldqi256 psrldqi256
avx2 QQq: psllq256 psrlq256
avx2 QQi: psllqi256 psrlqi256
avx2 qqq: psllv2di psrlv2di
avx2 ddd: psllv4si psrav4si psrlv4si
avx2 WWw: psllw256 psraw256 psrlw256
avx2 WWi: psllwi256 psrawi256 psrlwi256
avx2 Gg: vbroadcastsd_pd256
avx2 ff: vbroadcastss_ps
avx2 Ff: vbroadcastss_ps256
bmi uuu: bextr_u32
bmi mmm: bextr_u64
bmi tt: tzcnt_u16
bmi uu: tzcnt_u32
bmi mm: tzcnt_u64
bmi2 mmm: bzhi_di pdep_di pext_di
bmi2 uuu: bzhi_si pdep_si pext_si
lzcnt tt: lzcnt_u16
lzcnt uu: lzcnt_u32
lzcnt mm: lzcnt_u64
fma gggg: vfmaddpd vfmaddsd3 vfmaddsubpd vfmsubpd vfmsubsd3 vfnmaddpd vfnmaddsd3 vfnmsubpd vfnmsubsd3
fma GGGG: vfmaddpd256 vfmaddsubpd256 vfmsubpd256 vfnmaddpd256 vfnmsubpd256
fma ffff: vfmaddps vfmaddss3 vfmaddsubps vfmsubps vfmsubss3 vfnmaddps vfnmaddss3 vfnmsubps vfnmsubss3
fma FFFF: vfmaddps256 vfmaddsubps256 vfmsubps256 vfnmaddps256 vfnmsubps256
f16c fw: vcvtph2ps
f16c Fw: vcvtph2ps256
f16c wfn: vcvtps2ph
f16c wFn: vcvtps2ph256
sha ddd: sha1msg1 sha1msg2 sha1nexte sha256msg1 sha256msg2
sha dddn: sha1rnds4
sha dddd: sha256rnds2
x86-64 ccuup: addcarryx_u32 sbb_u32
x86-64 ccmmp: addcarryx_u64 sbb_u64
rdrnd ip: rdrand16_step rdrand32_step rdrand64_step
rdseed ip: rdseed_hi_step rdseed_si_step rdseed_di_step
xsave lu: xgetbv
"""

VECTOR_BUILTINS: dict[str, tuple[CType, ...]] = {}
"""The result and the parameters of each, by the name without `__builtin_`."""
NEEDED: dict[str, str] = {}
"""The instructions, as in -m, that a function with such a call in it must have."""
IMMEDIATE: set[str] = set()
"""Those whose last argument must be a constant, which is a part of the instruction."""

for _line in _TABLE.strip().split("\n"):
    _head, _, _names = _line.partition(": ")
    _feature, _codes = _head.split()
    for _name in _names.split():
        VECTOR_BUILTINS[f"ia32_{_name}"] = tuple([CODES[code] for code in _codes])
        NEEDED[f"ia32_{_name}"] = _feature
        if "n" in _codes:
            IMMEDIATE.add(f"ia32_{_name}")
