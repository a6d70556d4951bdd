"""gcc's x86 built-ins of what came after SSE2: plain vector code where that says the same, else LLVM's intrinsics.

Intel's Software Developer's Manual, volume 2, says what the instructions do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from minicc.check import typed
from minicc.check.x86_vectors import IMMEDIATE, NEEDED, VECTOR_BUILTINS
from minicc.lower.context import FunctionContext
from minicc.lower.llvm_types import value_type
from minicc.lower.x86 import bitwise, intrinsic_call, shuffled, x86_builtin

# The names below llvm.x86. of what is one instruction for LLVM too.
_TABLE = """
sse3.: addsub.ps addsub.pd hadd.ps hadd.pd hsub.ps hsub.pd
ssse3. 128: phadd.w phadd.d phadd.sw phsub.w phsub.d phsub.sw pmadd.ub.sw pmul.hr.sw pshuf.b psign.b psign.w psign.d
sse41.: blendvpd blendvps dppd dpps round.sd round.ss round.pd round.ps
sse41. 128: pblendvb packusdw phminposuw ptestc ptestnzc ptestz
sse42.: pcmpestri128 pcmpestria128 pcmpestric128 pcmpestrio128 pcmpestris128 pcmpestriz128 pcmpestrm128
sse42.: pcmpistri128 pcmpistria128 pcmpistric128 pcmpistrio128 pcmpistris128 pcmpistriz128 pcmpistrm128
aesni. 128: aesdec aesdeclast aesenc aesenclast aesimc aeskeygenassist
avx.: maskload.pd maskload.ps maskstore.pd maskstore.ps vpermilvar.pd vpermilvar.ps vzeroall vzeroupper
avx.: vtestc.pd vtestc.ps vtestnzc.pd vtestnzc.ps vtestz.pd vtestz.ps
avx. .256: addsub.pd addsub.ps hadd.pd hadd.ps hsub.pd hsub.ps max.pd max.ps min.pd min.ps blendv.pd blendv.ps dp.ps
avx. .256: cvt.pd2dq cvtt.pd2dq cvt.ps2dq cvtt.ps2dq cvt.pd2.ps rcp.ps rsqrt.ps round.pd round.ps movmsk.pd movmsk.ps
avx. .256: ptestc ptestnzc ptestz vpermilvar.pd vpermilvar.ps maskload.pd maskload.ps maskstore.pd maskstore.ps
avx. .256: vtestc.pd vtestc.ps vtestnzc.pd vtestnzc.ps vtestz.pd vtestz.ps
avx2. 256: packssdw packsswb packusdw packuswb pavg.b pavg.w pblendvb phadd.d phadd.sw phadd.w phsub.d phsub.sw phsub.w
avx2. 256: pmadd.ub.sw pmadd.wd pmovmskb pmul.hr.sw pmulh.w pmulhu.w pshuf.b psign.b psign.w psign.d
avx2. 256: psll.w psll.d psll.q psrl.w psrl.d psrl.q psra.w psra.d
avx2.: maskload.d maskload.q maskstore.d maskstore.q
avx2. .256: maskload.d maskload.q maskstore.d maskstore.q
fma.: vfmaddsub.pd vfmaddsub.ps
fma. .256: vfmaddsub.pd vfmaddsub.ps
: sha1msg1 sha1msg2 sha1nexte sha256msg1 sha256msg2 sha1rnds4 sha256rnds2 xgetbv
"""
_INTRINSICS = {
    "crc32qi": "sse42.crc32.32.8", "crc32hi": "sse42.crc32.32.16", "crc32si": "sse42.crc32.32.32",
    "crc32di": "sse42.crc32.64.64", "pclmulqdq128": "pclmulqdq", "insertps128": "sse41.insertps",
    "permvarsf256": "avx2.permps", "permvarsi256": "avx2.permd",
    "psllv2di": "avx2.psllv.q", "psrlv2di": "avx2.psrlv.q", "psllv4si": "avx2.psllv.d", "psrlv4si": "avx2.psrlv.d",
    "psrav4si": "avx2.psrav.d", "psllv4di": "avx2.psllv.q.256", "psrlv4di": "avx2.psrlv.q.256",
    "psllv8si": "avx2.psllv.d.256", "psrlv8si": "avx2.psrlv.d.256", "psrav8si": "avx2.psrav.d.256",
    "bextr_u32": "bmi.bextr.32", "bextr_u64": "bmi.bextr.64", "bzhi_si": "bmi.bzhi.32", "bzhi_di": "bmi.bzhi.64",
    "pdep_si": "bmi.pdep.32", "pdep_di": "bmi.pdep.64", "pext_si": "bmi.pext.32", "pext_di": "bmi.pext.64",
    "psllwi256": "avx2.pslli.w", "pslldi256": "avx2.pslli.d", "psllqi256": "avx2.pslli.q",
    "psrlwi256": "avx2.psrli.w", "psrldi256": "avx2.psrli.d", "psrlqi256": "avx2.psrli.q",
    "psrawi256": "avx2.psrai.w", "psradi256": "avx2.psrai.d",
    "vcvtps2ph": "vcvtps2ph.128", "vcvtps2ph256": "vcvtps2ph.256",
    "gathersiv2df": "avx2.gather.d.pd", "gathersiv4df": "avx2.gather.d.pd.256",
    "gathersiv2di": "avx2.gather.d.q", "gathersiv4di": "avx2.gather.d.q.256",
    "gathersiv4sf": "avx2.gather.d.ps", "gathersiv8sf": "avx2.gather.d.ps.256",
    "gathersiv4si": "avx2.gather.d.d", "gathersiv8si": "avx2.gather.d.d.256",
    "gatherdiv2df": "avx2.gather.q.pd", "gatherdiv4df": "avx2.gather.q.pd.256",
    "gatherdiv2di": "avx2.gather.q.q", "gatherdiv4di": "avx2.gather.q.q.256",
    "gatherdiv4sf": "avx2.gather.q.ps", "gatherdiv4sf256": "avx2.gather.q.ps.256",
    "gatherdiv4si": "avx2.gather.q.d", "gatherdiv4si256": "avx2.gather.q.d.256",
    "mpsadbw128": "sse41.mpsadbw", "mpsadbw256": "avx2.mpsadbw", "psadbw256": "avx2.psad.bw",
}  # fmt: skip
for _line in _TABLE.strip().split("\n"):
    _head, _, _names = _line.partition(": ")
    _prefix, _, _suffix = _head.rstrip(":").partition(" ")
    for _name in _names.split():
        _gcc = _name.replace(".", "") + _suffix.strip(".")
        _INTRINSICS[_gcc] = _prefix + _name + (f".{_suffix}" if _suffix == "128" and _prefix == "ssse3." else "")
        if _suffix == ".256":
            _INTRINSICS[_gcc] = _prefix + _name + _suffix
_RESULTS = {"mpsadbw128": "<8 x i16>", "mpsadbw256": "<16 x i16>", "psadbw256": "<4 x i64>"}
"""Of intrinsics whose result has other elements than the built-in's."""
_WIDE_IMMEDIATES = ("round", "vcvtps2ph")
"""Those whose constant is an i32; all others' is an i8."""

# LLVM's generic intrinsics, overloaded by the vector's type; `abs` takes whether the smallest number is undefined.
_GENERIC = {
    "pabsb": "abs", "pabsw": "abs", "pabsd": "abs", "sqrtpd": "sqrt", "sqrtps": "sqrt",
    "pmaxsb": "smax", "pmaxsw": "smax", "pmaxsd": "smax", "pmaxub": "umax", "pmaxuw": "umax", "pmaxud": "umax",
    "pminsb": "smin", "pminsw": "smin", "pminsd": "smin", "pminub": "umin", "pminuw": "umin", "pminud": "umin",
    "paddsb": "sadd.sat", "paddsw": "sadd.sat", "paddusb": "uadd.sat", "paddusw": "uadd.sat",
    "psubsb": "ssub.sat", "psubsw": "ssub.sat", "psubusb": "usub.sat", "psubusw": "usub.sat",
}  # fmt: skip
_PREDICATES = (
    "oeq", "olt", "ole", "uno", "une", "uge", "ugt", "ord", "ueq", "ult", "ule", "false", "one", "oge", "ogt", "true",
)  # fmt: skip
"""What CMPPS tests, by the last four bits of its constant; the fifth says which of them signal."""
_BLENDS = ("blendpd", "blendps", "pblendw", "pblendd")

_Lowering = Callable[[FunctionContext, str, list[str], list[str]], str]


def any_x86_builtin(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """A call of one of `VECTOR_BUILTINS` or `X86_BUILTINS`."""
    full = e.name.removeprefix("__builtin_")
    if full not in VECTOR_BUILTINS:
        return x86_builtin(f, e)
    name = full.removeprefix("ia32_")
    f.instructions.add(NEEDED[full])
    types = [value_type(ctype) for ctype in VECTOR_BUILTINS[full]]
    given = e.arguments
    if full in IMMEDIATE:
        last = given[-1]
        assert isinstance(last, typed.IntegerConstant)
        arguments = [f.value(argument) for argument in given[:-1]]
        return _with_immediate(f, name, types, arguments, last.value)
    arguments = [f.value(argument) for argument in given]
    if name in _INTRINSICS:
        return _intrinsic(f, name, types, arguments)
    stem = name.removesuffix("128").removesuffix("256")
    if stem in _GENERIC:
        return _generic(f, _GENERIC[stem], types[0], arguments)
    for start, lowering in _BY_START.items():
        if name.startswith(start):
            return lowering(f, name, types, arguments)
    raise AssertionError(name)


def _intrinsic(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    result = _RESULTS.get(name, types[0])
    value = intrinsic_call(f, f"llvm.x86.{_INTRINSICS[name]}", [result, *types[1:]], arguments)
    return f.builder.convert("bitcast", value, result, types[0]) if result != types[0] else value


def _generic(f: FunctionContext, intrinsic: str, type_: str, arguments: list[str]) -> str:
    count, element = _shape(type_)
    suffix = f"v{count}{ {'float': 'f32', 'double': 'f64'}.get(element, element) }"
    types = [type_] * (1 + len(arguments))
    if intrinsic == "abs":
        types, arguments = [*types, "i1"], [*arguments, "false"]
    return intrinsic_call(f, f"llvm.{intrinsic}.{suffix}", types, arguments)


def _shape(type_: str) -> tuple[int, str]:
    """The number of elements and their type."""
    count, _, element = type_[1:-1].partition(" x ")
    return int(count), element


def _bits(element: str) -> int:
    return {"float": 32, "double": 64}.get(element) or int(element[1:])


def _lanes(type_: str) -> int:
    """The elements of 16 bytes."""
    return 128 // _bits(_shape(type_)[1])


# --------------------------------------------------------------------------- with a constant


def _with_immediate(f: FunctionContext, name: str, types: list[str], arguments: list[str], number: int) -> str:
    if name in _INTRINSICS:
        wide = name.startswith(_WIDE_IMMEDIATES)
        constant = str(number & 0xFF)
        return _intrinsic(f, name, [*types[:-1], "i32" if wide else "i8"], [*arguments, constant])
    if name.startswith("cmp"):
        return _compare(f, name, types[0], arguments, number)
    if name.startswith(("pslldqi", "psrldqi")):
        return _shift_bytes(f, name, types[0], arguments[0], number)
    if name.startswith("vec_"):
        return _element(f, name, types, arguments, number)
    if name.startswith(("vinsert", "insert128")):
        return _insert_half(f, types, arguments, number)
    if name.startswith(("vperm2f128", "permti")):
        return _choose_halves(f, types[0], arguments, number)
    count = _shape(types[0])[0]
    both = [*arguments, arguments[0]]
    if name.startswith("palignr"):
        return _align(f, types[0], arguments, number)
    return shuffled(f.builder, types[1], both[0], both[1], tuple(_chosen(name, types, count, number)))


def _chosen(name: str, types: list[str], count: int, number: int) -> Iterable[int]:
    """The elements of both operands, counted on, that an instruction with a constant takes."""
    per_lane = _lanes(types[0])
    for i in range(count):
        lane, at = i - i % per_lane, i % per_lane
        if name.startswith(_BLENDS):
            yield i + count * (number >> (i % 8) & 1)
        elif name.startswith(("vextractf128", "extract128")):
            yield i + count * (number & 1)
        elif name.startswith(("permdf", "permdi")):
            yield number >> (2 * i) & 3
        elif name.startswith("shufpd"):
            yield lane + (number >> i & 1) + count * at
        elif name.startswith("shufps"):
            yield lane + (number >> (2 * at) & 3) + count * (at // 2)
        elif name.startswith("vpermilpd"):
            yield lane + (number >> i & 1)
        elif name.startswith(("vpermilps", "pshufd")):
            yield lane + (number >> (2 * at) & 3)
        elif name.startswith("pshufhw"):
            yield lane + (4 + (number >> (2 * (at - 4)) & 3) if at >= 4 else at)
        else:
            assert name.startswith("pshuflw"), name
            yield lane + (number >> (2 * at) & 3 if at < 4 else at)


def _compare(f: FunctionContext, name: str, type_: str, arguments: list[str], number: int) -> str:
    """All ones where the comparison holds; CMPSS and CMPSD compare the lowest element alone."""
    b = f.builder
    predicate = _PREDICATES[number & 15]
    count, element = _shape(type_)
    bits = f"i{_bits(element)}"
    integers = f"<{count} x {bits}>"
    if name in ("cmpss", "cmpsd"):
        left, right = (b.result(f"extractelement {type_} {text}, i32 0") for text in arguments)
        low = b.convert("sext", b.result(f"fcmp {predicate} {element} {left}, {right}"), "i1", bits)
        return b.result(
            f"insertelement {type_} {arguments[0]}, {element} {b.convert('bitcast', low, bits, element)}, i32 0"
        )
    holds = b.result(f"fcmp {predicate} {type_} {arguments[0]}, {arguments[1]}")
    return b.convert("bitcast", b.convert("sext", holds, f"<{count} x i1>", integers), integers, type_)


def _as_bytes(f: FunctionContext, type_: str, text: str) -> tuple[str, int]:
    count, element = _shape(type_)
    size = count * _bits(element) // 8
    return f.builder.convert("bitcast", text, type_, f"<{size} x i8>"), size


def _align(f: FunctionContext, type_: str, arguments: list[str], bits: int) -> str:
    """PALIGNR: in every lane 16 of the 32 bytes of both operands, the second one's first, and zeros behind them."""
    (left, size), (right, _) = (_as_bytes(f, type_, text) for text in arguments)
    moved = (bits & 0x7FF) // 8
    if moved >= 16:
        left, right, moved = "zeroinitializer", left, moved - 16
    if moved >= 16:
        return "zeroinitializer"
    chosen = [
        lane + at + moved if at + moved < 16 else size + lane + at + moved - 16
        for lane in range(0, size, 16)
        for at in range(16)
    ]
    aligned = shuffled(f.builder, f"<{size} x i8>", right, left, tuple(chosen))
    return f.builder.convert("bitcast", aligned, f"<{size} x i8>", type_)


def _shift_bytes(f: FunctionContext, name: str, type_: str, argument: str, bits: int) -> str:
    """PSLLDQ and PSRLDQ: every lane by itself."""
    text, size = _as_bytes(f, type_, argument)
    moved = min(bits // 8 & 0xFF, 16) * (-1 if name.startswith("psll") else 1)
    chosen = [lane + at + moved if 0 <= at + moved < 16 else size for lane in range(0, size, 16) for at in range(16)]
    shifted = shuffled(f.builder, f"<{size} x i8>", text, "zeroinitializer", tuple(chosen))
    return f.builder.convert("bitcast", shifted, f"<{size} x i8>", type_)


def _element(f: FunctionContext, name: str, types: list[str], arguments: list[str], number: int) -> str:
    index = number % _shape(types[1])[0]
    if name.startswith("vec_ext"):
        return f.builder.result(f"extractelement {types[1]} {arguments[0]}, i32 {index}")
    return f.builder.result(f"insertelement {types[1]} {arguments[0]}, {types[2]} {arguments[1]}, i32 {index}")


def _insert_half(f: FunctionContext, types: list[str], arguments: list[str], number: int) -> str:
    count, half = _shape(types[1])[0], _shape(types[2])[0]
    wide = shuffled(f.builder, types[2], arguments[1], "poison", tuple(i % half for i in range(count)))
    kept = range(half) if number & 1 else range(half, count)
    chosen = tuple(i if i in kept else count + i for i in range(count))
    return shuffled(f.builder, types[1], arguments[0], wide, chosen)


def _choose_halves(f: FunctionContext, type_: str, arguments: list[str], number: int) -> str:
    """VPERM2F128: each half is one of the four, or zero."""
    count = _shape(type_)[0]
    half = count // 2
    halves = []
    for control in (number & 15, number >> 4 & 15):
        first = control % 2 * half
        source = "zeroinitializer" if control & 8 else arguments[control >> 1 & 1]
        halves.append(shuffled(f.builder, type_, source, "poison", tuple(range(first, first + half))))
    return shuffled(f.builder, f"<{half} x {_shape(type_)[1]}>", halves[0], halves[1], tuple(range(count)))


# --------------------------------------------------------------------------- without one


def _unpack(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    count, per_lane = _shape(types[0])[0], _lanes(types[0])
    first = per_lane // 2 if "ckh" in name else 0
    chosen = [lane + first + at // 2 + count * (at % 2) for lane in range(0, count, per_lane) for at in range(per_lane)]
    return shuffled(f.builder, types[0], arguments[0], arguments[1], tuple(chosen))


def _duplicate(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """MOVSHDUP, MOVSLDUP, MOVDDUP."""
    odd = name.startswith("movsh")
    chosen = tuple(i | 1 if odd else i & ~1 for i in range(_shape(types[0])[0]))
    return shuffled(f.builder, types[0], arguments[0], "poison", chosen)


def _splat(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    return shuffled(f.builder, types[1], arguments[0], "poison", (0,) * _shape(types[0])[0])


def _repeat(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """VBROADCASTI128 of a register."""
    half = _shape(types[1])[0]
    return shuffled(f.builder, types[1], arguments[0], "poison", tuple(range(half)) * 2)


def _splat_memory(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b = f.builder
    count, element = _shape(types[0])
    if "f128" in name:
        half = f"<{count // 2} x {element}>"
        return shuffled(b, half, b.load(half, arguments[0], 1), "poison", tuple(range(count // 2)) * 2)
    low = b.result(f"insertelement {types[0]} poison, {element} {b.load(element, arguments[0], 1)}, i32 0")
    return shuffled(b, types[0], low, "poison", (0,) * count)


def _halve_or_double(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """The lower half, or with another half that is unspecified."""
    count, had = _shape(types[0])[0], _shape(types[1])[0]
    return shuffled(f.builder, types[1], arguments[0], "poison", tuple(i if i < had else -1 for i in range(count)))


def _extend(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """PMOVSX, PMOVZX: the lowest elements, widened."""
    count = _shape(types[0])[0]
    low = shuffled(f.builder, types[1], arguments[0], "poison", tuple(range(count)))
    narrow = f"<{count} x {_shape(types[1])[1]}>"
    return f.builder.convert("sext" if name.startswith("pmovsx") else "zext", low, narrow, types[0])


def _convert(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    opcode = "fpext" if name.startswith("cvtps2pd") else "sitofp"
    return f.builder.convert(opcode, arguments[0], types[1], types[0])


def _widen_half_floats(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b, count = f.builder, _shape(types[0])[0]
    low = shuffled(b, types[1], arguments[0], "poison", tuple(range(count)))
    halves = b.convert("bitcast", low, f"<{count} x i16>", f"<{count} x half>")
    return b.convert("fpext", halves, f"<{count} x half>", types[0])


def _multiply_even(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """PMULDQ, PMULUDQ: the full products of the elements with an even number."""
    b, count = f.builder, _shape(types[0])[0]
    opcode = "zext" if name.startswith("pmulu") else "sext"
    left, right = (
        b.convert(
            opcode,
            shuffled(b, types[1], text, "poison", tuple(range(0, 2 * count, 2))),
            f"<{count} x i32>",
            types[0],
        )
        for text in arguments
    )
    return b.result(f"mul {types[0]} {left}, {right}")


def _load(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """LDDQU of any address; MOVNTDQA of an aligned one."""
    count, element = _shape(types[0])
    alignment = f.module.promised(count * _bits(element) // 8) if name.startswith("movntdqa") else 1
    return f.builder.load(types[0], arguments[0], alignment)


def _store(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """A store past the caches is a store, to an aligned address."""
    f.builder.store(types[2], arguments[1], arguments[0], f.module.promised(32))
    return ""


def _bitwise(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    return bitwise(f.builder, name.removesuffix("256"), types[0], arguments)


def _and_not(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    return bitwise(f.builder, "andnpd", types[0], arguments)


def _fused(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """a * b + c with one rounding; `fn` negates the product, `sub` subtracts c."""
    b = f.builder
    operation = name.removeprefix("vf").rstrip("0123456789")
    scalar = operation.endswith(("ss", "sd"))
    type_ = _shape(types[0])[1] if scalar else types[0]
    values = arguments
    if scalar:
        values = [b.result(f"extractelement {types[0]} {text}, i32 0") for text in arguments]
    left, right, third = values
    if operation.startswith("n"):
        left = b.result(f"fneg {type_} {left}")
    if "sub" in operation:
        third = b.result(f"fneg {type_} {third}")
    count, element = _shape(types[0])
    suffix = "f32" if element == "float" else "f64"
    fused = intrinsic_call(
        f, f"llvm.fma.{suffix if scalar else f'v{count}{suffix}'}", [type_] * 4, [left, right, third]
    )
    return b.result(f"insertelement {types[0]} {arguments[0]}, {type_} {fused}, i32 0") if scalar else fused


def _count_zeros(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """Of zero: all its bits."""
    intrinsic = "cttz" if name.startswith("tz") else "ctlz"
    return intrinsic_call(f, f"llvm.{intrinsic}.{types[0]}", [types[0], types[0], "i1"], [arguments[0], "false"])


def _carry(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b, type_ = f.builder, types[2]
    operation = "addcarry" if name.startswith("add") else "subborrow"
    both = f"{{ i8, {type_} }}"
    result = intrinsic_call(f, f"llvm.x86.{operation}.{type_[1:]}", [both, "i8", type_, type_], arguments[:3])
    b.store(type_, b.extract_value(both, result, 1), arguments[3], f.module.promised(int(type_[1:]) // 8))
    return b.extract_value(both, result, 0)


_RANDOM = {"rdrand16": "i16", "rdrand32": "i32", "rdrand64": "i64", "rdseed_hi": "i16", "rdseed_si": "i32"}


def _random(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b = f.builder
    type_ = _RANDOM.get(name.removesuffix("_step"), "i64")
    both = f"{{ {type_}, i32 }}"
    result = intrinsic_call(f, f"llvm.x86.{name[:6]}.{type_[1:]}", [both], [])
    b.store(type_, b.extract_value(both, result, 0), arguments[0], f.module.promised(int(type_[1:]) // 8))
    return b.extract_value(both, result, 1)


_BY_START: dict[str, _Lowering] = {
    "unpck": _unpack, "punpck": _unpack, "movshdup": _duplicate, "movsldup": _duplicate, "movddup": _duplicate,
    "pbroadcast": _splat, "vbroadcastsd_pd256": _splat, "vbroadcastss_ps": _splat, "vbroadcastsi256": _repeat,
    "vbroadcast": _splat_memory, "pd256_pd": _halve_or_double, "ps256_ps": _halve_or_double,
    "si256_si": _halve_or_double, "pd_pd256": _halve_or_double, "ps_ps256": _halve_or_double,
    "si_si256": _halve_or_double, "pmovsx": _extend, "pmovzx": _extend, "cvtps2pd": _convert, "cvtdq2": _convert,
    "vcvtph2ps": _widen_half_floats, "pmuldq": _multiply_even, "pmuludq": _multiply_even,
    "lddqu": _load, "movntdqa": _load, "movnt": _store, "andnotsi": _and_not, "and": _bitwise, "or": _bitwise,
    "xor": _bitwise, "vfm": _fused, "vfnm": _fused, "tzcnt": _count_zeros, "lzcnt": _count_zeros,
    "addcarryx": _carry, "sbb": _carry, "rd": _random,
}  # fmt: skip
