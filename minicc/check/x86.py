"""The types of gcc's x86 built-ins (gcc manual, "x86 Built-in Functions") that are compiled: those behind
<xmmintrin.h> and <emmintrin.h> (SSE and SSE2, without MMX), and a few of <ia32intrin.h>.
"""

from __future__ import annotations

from minicc.types.ctype import (
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LLONG,
    SHORT,
    UCHAR,
    UINT,
    ULLONG,
    USHORT,
    VOID,
    CType,
    PointerType,
    qualified,
    vector_type,
)

CODES: dict[str, CType] = {
    "b": vector_type(CHAR, 16),
    "w": vector_type(SHORT, 8),
    "d": vector_type(INT, 4),
    "q": vector_type(LLONG, 2),
    "f": vector_type(FLOAT, 4),
    "g": vector_type(DOUBLE, 2),
    "B": vector_type(CHAR, 32),
    "W": vector_type(SHORT, 16),
    "D": vector_type(INT, 8),
    "Q": vector_type(LLONG, 4),
    "F": vector_type(FLOAT, 8),
    "G": vector_type(DOUBLE, 4),
    "k": CHAR,
    "c": UCHAR,
    "h": SHORT,
    "t": USHORT,
    "i": INT,
    "n": INT,
    "u": UINT,
    "l": LLONG,
    "m": ULLONG,
    "x": FLOAT,
    "p": PointerType(VOID),
    "P": PointerType(qualified(VOID, 1)),
    "v": VOID,
}
"""Vectors by their element, of 16 and (capitals) 32 bytes; then scalars, pointers; "n" is a constant `int`."""

# The result, then the parameters.
_TABLE = """
fff: addss subss mulss divss maxss minss andps andnps orps xorps maxps minps movss movhlps movlhps unpckhps unpcklps
ggg: addsd subsd mulsd divsd maxsd minsd andpd andnpd orpd xorpd maxpd minpd movsd unpckhpd unpcklpd
fff: cmpeqps cmpltps cmpleps cmpunordps cmpneqps cmpnltps cmpnleps cmpordps cmpgtps cmpgeps cmpngtps cmpngeps
fff: cmpeqss cmpltss cmpless cmpunordss cmpneqss cmpnltss cmpnless cmpordss
ggg: cmpeqpd cmpltpd cmplepd cmpunordpd cmpneqpd cmpnltpd cmpnlepd cmpordpd cmpgtpd cmpgepd cmpngtpd cmpngepd
ggg: cmpeqsd cmpltsd cmplesd cmpunordsd cmpneqsd cmpnltsd cmpnlesd cmpordsd
iff: comieq comilt comile comigt comige comineq ucomieq ucomilt ucomile ucomigt ucomige ucomineq
igg: comisdeq comisdlt comisdle comisdgt comisdge comisdneq ucomisdeq ucomisdlt ucomisdle ucomisdgt ucomisdge ucomisdneq
ff: sqrtps sqrtss rcpps rcpss rsqrtps rsqrtss
gg: sqrtpd sqrtsd
ffi: cvtsi2ss
ffl: cvtsi642ss
ggi: cvtsi2sd
ggl: cvtsi642sd
if: cvtss2si cvttss2si movmskps
lf: cvtss2si64 cvttss2si64
ig: cvtsd2si cvttsd2si movmskpd
lg: cvtsd2si64 cvttsd2si64
gd: cvtdq2pd
fd: cvtdq2ps
dg: cvtpd2dq cvttpd2dq
df: cvtps2dq cvttps2dq
fg: cvtpd2ps
gf: cvtps2pd
ffg: cvtsd2ss
ggf: cvtss2sd
fffi: shufps
gggi: shufpd
ffP: loadhps loadlps
ggP: loadhpd loadlpd
vpf: storehps storelps movntps
vpg: movntpd
vpq: movntdq
vpi: movnti
vpl: movnti64
vbbp: maskmovdqu
vu: ldmxcsr
u: stmxcsr
v: sfence lfence mfence pause emms
vP: clflush
qq: movq128
bww: packsswb128 packuswb128
wdd: packssdw128
bbb: paddsb128 paddusb128 psubsb128 psubusb128 pavgb128 pmaxub128 pminub128 punpckhbw128 punpcklbw128
www: paddsw128 paddusw128 psubsw128 psubusw128 pavgw128 pmaxsw128 pminsw128 pmulhw128 pmulhuw128
www: punpckhwd128 punpcklwd128 psllw128 psraw128 psrlw128
ddd: punpckhdq128 punpckldq128 pslld128 psrad128 psrld128
qqq: punpckhqdq128 punpcklqdq128 psllq128 psrlq128 pandn128
dww: pmaddwd128
qdd: pmuludq128
qbb: psadbw128
ib: pmovmskb128
ddi: pshufd pslldi128 psradi128 psrldi128
wwi: pshufhw pshuflw psllwi128 psrawi128 psrlwi128
qqi: psllqi128 psrlqi128 pslldqi128 psrldqi128
hwi: vec_ext_v8hi
idi: vec_ext_v4si
wwhi: vec_set_v8hi
m: rdtsc
mp: rdtscp
ii: bsrsi
il: bsrdi
"""

X86_BUILTINS: dict[str, tuple[CType, ...]] = {
    f"ia32_{name}": tuple(CODES[code] for code in codes)
    for codes, _, names in (line.partition(": ") for line in _TABLE.split("\n") if line)
    for name in names.split()
}
"""The result and the parameters of each, by the name without `__builtin_`."""
