"""gcc's x86 built-ins: plain vector code where that says the same, else LLVM's intrinsics for the same instructions."""

from __future__ import annotations

from collections.abc import Callable

from minicc.check import typed
from minicc.check.x86 import X86_BUILTINS
from minicc.ir.builder import Builder
from minicc.lower.context import FunctionContext
from minicc.lower.llvm_types import value_type
from minicc.types.ctype import VectorType

_PREDICATES = ("eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord")
"""In the order of the immediate operand of CMPPS."""
_SWAPPED_PREDICATES = {"gt": "lt", "ge": "le", "ngt": "nlt", "nge": "nle"}

# The names below llvm.x86. of what is one instruction for LLVM too.
_INTRINSICS = {
    "maxss": "sse.max.ss", "minss": "sse.min.ss", "maxps": "sse.max.ps", "minps": "sse.min.ps",
    "maxsd": "sse2.max.sd", "minsd": "sse2.min.sd", "maxpd": "sse2.max.pd", "minpd": "sse2.min.pd",
    "rcpps": "sse.rcp.ps", "rcpss": "sse.rcp.ss", "rsqrtps": "sse.rsqrt.ps", "rsqrtss": "sse.rsqrt.ss",
    "cvtss2si": "sse.cvtss2si", "cvttss2si": "sse.cvttss2si", "movmskps": "sse.movmsk.ps",
    "cvtss2si64": "sse.cvtss2si64", "cvttss2si64": "sse.cvttss2si64",
    "cvtsd2si": "sse2.cvtsd2si", "cvttsd2si": "sse2.cvttsd2si", "movmskpd": "sse2.movmsk.pd",
    "cvtsd2si64": "sse2.cvtsd2si64", "cvttsd2si64": "sse2.cvttsd2si64",
    "cvtpd2dq": "sse2.cvtpd2dq", "cvttpd2dq": "sse2.cvttpd2dq", "cvtps2dq": "sse2.cvtps2dq",
    "cvttps2dq": "sse2.cvttps2dq", "cvtpd2ps": "sse2.cvtpd2ps", "cvtsd2ss": "sse2.cvtsd2ss",
    "maskmovdqu": "sse2.maskmov.dqu", "sfence": "sse.sfence", "lfence": "sse2.lfence", "mfence": "sse2.mfence",
    "pause": "sse2.pause", "emms": "mmx.emms", "clflush": "sse2.clflush", "rdtsc": "rdtsc",
    "packsswb128": "sse2.packsswb.128", "packuswb128": "sse2.packuswb.128", "packssdw128": "sse2.packssdw.128",
    "pavgb128": "sse2.pavg.b", "pavgw128": "sse2.pavg.w", "pmulhw128": "sse2.pmulh.w", "pmulhuw128": "sse2.pmulhu.w",
    "pmaddwd128": "sse2.pmadd.wd", "psadbw128": "sse2.psad.bw", "pmovmskb128": "sse2.pmovmskb.128",
    "psllw128": "sse2.psll.w", "pslld128": "sse2.psll.d", "psllq128": "sse2.psll.q",
    "psrlw128": "sse2.psrl.w", "psrld128": "sse2.psrl.d", "psrlq128": "sse2.psrl.q",
    "psraw128": "sse2.psra.w", "psrad128": "sse2.psra.d",
    "psllwi128": "sse2.pslli.w", "pslldi128": "sse2.pslli.d", "psllqi128": "sse2.pslli.q",
    "psrlwi128": "sse2.psrli.w", "psrldi128": "sse2.psrli.d", "psrlqi128": "sse2.psrli.q",
    "psrawi128": "sse2.psrai.w", "psradi128": "sse2.psrai.d",
}  # fmt: skip
# LLVM's generic intrinsics, overloaded by the vector's type.
_GENERIC = {
    "sqrtps": "sqrt", "sqrtpd": "sqrt",
    "paddsb128": "sadd.sat", "paddusb128": "uadd.sat", "psubsb128": "ssub.sat", "psubusb128": "usub.sat",
    "paddsw128": "sadd.sat", "paddusw128": "uadd.sat", "psubsw128": "ssub.sat", "psubusw128": "usub.sat",
    "pmaxsw128": "smax", "pminsw128": "smin", "pmaxub128": "umax", "pminub128": "umin",
}  # fmt: skip
# Elements of both operands, the second one's counted on from the first one's.
_SHUFFLES = {
    "movss": (4, 1, 2, 3), "movsd": (2, 1), "movhlps": (6, 7, 2, 3), "movlhps": (0, 1, 4, 5),
    "unpckhpd": (1, 3), "unpcklpd": (0, 2),
}  # fmt: skip
_UNPACK = {"unpckhps": 4, "punpckhbw128": 16, "punpckhwd128": 8, "punpckhdq128": 4, "punpckhqdq128": 2}
for _name, _count in _UNPACK.items():
    _SHUFFLES[_name] = tuple(i for lane in range(_count // 2, _count) for i in (lane, _count + lane))
    _SHUFFLES[_name.replace("ckh", "ckl")] = tuple(i for lane in range(_count // 2) for i in (lane, _count + lane))
_LOW_ELEMENT = {name + suffix: f"f{name}" for name in ("add", "sub", "mul", "div") for suffix in ("ss", "sd")}
_BITWISE = ("andps", "andnps", "orps", "xorps", "andpd", "andnpd", "orpd", "xorpd", "pandn128")
_INTEGERS = "<2 x i64>"

_Lowering = Callable[[FunctionContext, str, list[str], list[str]], str]


def x86_builtin(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """A call of one of `X86_BUILTINS`."""
    name = e.name.removeprefix("__builtin_ia32_")
    arguments = [f.value(argument) for argument in e.arguments]
    signature = X86_BUILTINS["ia32_" + name]
    types = [value_type(ctype) for ctype in signature]
    if name in _INTRINSICS:
        return intrinsic_call(f, f"llvm.x86.{_INTRINSICS[name]}", types, arguments)
    if name in _GENERIC:
        result = signature[0]
        assert isinstance(result, VectorType)
        element = value_type(result.element)
        suffix = {"float": "f32", "double": "f64"}.get(element, element)
        return intrinsic_call(f, f"llvm.{_GENERIC[name]}.v{result.length}{suffix}", types, arguments)
    if name in _SHUFFLES:
        return shuffled(f.builder, types[1], arguments[0], arguments[1], _SHUFFLES[name])
    if name in _LOW_ELEMENT:
        return _on_low_element(f.builder, _LOW_ELEMENT[name], types[0], arguments)
    if name in _BITWISE:
        return bitwise(f.builder, name, types[0], arguments)
    if "comi" in name:
        return intrinsic_call(f, _comparison_of_low(name), types, arguments)
    if name.startswith("cmp"):
        return _compare(f, name, types, arguments)
    return _OTHERS[name](f, name, types, arguments)


def intrinsic_call(f: FunctionContext, intrinsic: str, types: list[str], arguments: list[str]) -> str:
    result, *parameters = types
    symbol = f.module.declare_intrinsic(intrinsic, f"{result} ({', '.join(parameters)})")
    return f.builder.call(
        result, symbol, [f"{type_} {text}" for type_, text in zip(parameters, arguments, strict=True)]
    )


def shuffled(b: Builder, type_: str, left: str, right: str, lanes: tuple[int, ...]) -> str:
    """Elements of both operands, the second one's counted on; -1 is any."""
    mask = ", ".join([f"i32 {lane}" if lane >= 0 else "i32 poison" for lane in lanes])
    return b.result(f"shufflevector {type_} {left}, {type_} {right}, <{len(lanes)} x i32> <{mask}>")


def _element(type_: str) -> str:
    return type_.rpartition(" ")[2].rstrip(">")


def _on_low_element(b: Builder, operation: str, type_: str, arguments: list[str]) -> str:
    element = _element(type_)
    left, right = (b.result(f"extractelement {type_} {text}, i32 0") for text in arguments)
    low = b.result(f"{operation} {element} {left}, {right}")
    return b.result(f"insertelement {type_} {arguments[0]}, {element} {low}, i32 0")


def bitwise(b: Builder, name: str, type_: str, arguments: list[str]) -> str:
    """`andnps`, `orpd`, ...: of vectors of 16 or 32 bytes."""
    integers = "<4 x i64>" if type_ in ("<8 x float>", "<4 x double>", "<4 x i64>") else _INTEGERS
    left, right = (b.convert("bitcast", text, type_, integers) for text in arguments)
    name = name.removeprefix("p")
    if name.startswith("andn"):
        left = b.xor(integers, left, "splat (i64 -1)")
    operation = "and" if name.startswith("and") else name[:-2]
    return b.convert("bitcast", b.binary(operation, integers, left, right), integers, type_)


def _comparison_of_low(name: str) -> str:
    """`ucomisdlt` is llvm.x86.sse2.ucomilt.sd, `comieq` is llvm.x86.sse.comieq.ss."""
    kind, _, predicate = name.partition("comi")
    if predicate.startswith("sd"):
        return f"llvm.x86.sse2.{kind}comi{predicate[2:]}.sd"
    return f"llvm.x86.sse.{kind}comi{predicate}.ss"


def _compare(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """`cmpltps`: all ones where the comparison holds."""
    predicate, kind = name[3:-2], name[-2:]
    if predicate in _SWAPPED_PREDICATES:
        predicate, arguments = _SWAPPED_PREDICATES[predicate], arguments[::-1]
    family = "sse2" if kind[1] == "d" else "sse"
    immediate = str(_PREDICATES.index(predicate))
    return intrinsic_call(f, f"llvm.x86.{family}.cmp.{kind}", [*types, "i8"], [*arguments, immediate])


# --------------------------------------------------------------------------- one by one


def _sqrt_low(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b, element = f.builder, _element(types[0])
    low = b.result(f"extractelement {types[0]} {arguments[0]}, i32 0")
    root = intrinsic_call(f, "llvm.sqrt.f32" if element == "float" else "llvm.sqrt.f64", [element, element], [low])
    return b.result(f"insertelement {types[0]} {arguments[0]}, {element} {root}, i32 0")


def _convert_low(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """CVTSI2SS and the like: an integer becomes the lowest element."""
    element = _element(types[0])
    low = f.builder.convert("sitofp", arguments[1], types[2], element)
    return f.builder.result(f"insertelement {types[0]} {arguments[0]}, {element} {low}, i32 0")


def _widen_low(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b = f.builder
    low = b.convert("fpext", b.result(f"extractelement {types[2]} {arguments[1]}, i32 0"), "float", "double")
    return b.result(f"insertelement {types[0]} {arguments[0]}, double {low}, i32 0")


def _convert_lower_half(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    half = shuffled(f.builder, types[1], arguments[0], "poison", (0, 1))
    opcode = "sitofp" if name == "cvtdq2pd" else "fpext"
    return f.builder.convert(opcode, half, f"<2 x {_element(types[1])}>", types[0])


def _convert_all(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    return f.builder.convert("sitofp", arguments[0], types[1], types[0])


def _shuffle_by_mask(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """Some bits of the mask for each element; it is a constant once the header's function is inlined."""
    b = f.builder
    *vectors, mask = arguments
    type_, element = types[0], _element(types[0])
    count = {"shufpd": 2}.get(name, 4)
    bits, first = (1, 0) if name == "shufpd" else (2, 4 if name == "pshufhw" else 0)
    result = vectors[0]
    for lane in range(count):
        source = vectors[-1] if name.startswith("shuf") and lane >= count // 2 else vectors[0]
        index = b.and_("i32", b.lshr("i32", mask, str(bits * lane)), str((1 << bits) - 1))
        if first:
            index = b.add("i32", index, str(first))
        one = b.result(f"extractelement {type_} {source}, i32 {index}")
        result = b.result(f"insertelement {type_} {result}, {element} {one}, i32 {first + lane}")
    return result


def _halves(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """MOVHPS, MOVLPS, MOVHPD and MOVLPD, from and to memory of any alignment."""
    b = f.builder
    lane = 1 if "h" in name else 0
    if name.startswith("store"):
        vector = b.convert("bitcast", arguments[1], types[2], _INTEGERS)
        half = b.result(f"extractelement {_INTEGERS} {vector}, i32 {lane}")
        b.store("i64", half, arguments[0], 1)
        return ""
    vector = b.convert("bitcast", arguments[0], types[0], _INTEGERS)
    half = b.load("i64", arguments[1], 1)
    joined = b.result(f"insertelement {_INTEGERS} {vector}, i64 {half}, i32 {lane}")
    return b.convert("bitcast", joined, _INTEGERS, types[0])


def _store(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """A store past the caches is a store; MOVNTPS and its like need an aligned address."""
    alignment = {"i32": 4, "i64": 8}.get(types[2], 16)
    f.builder.store(types[2], arguments[1], arguments[0], f.module.promised(alignment))
    return ""


def _control_register(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b = f.builder
    slot = "%" + b.new_name("mxcsr")
    b.alloca(slot, "i32", 4)
    if name == "ldmxcsr":
        b.store("i32", arguments[0], slot, 4)
        return intrinsic_call(f, "llvm.x86.sse.ldmxcsr", ["void", "ptr"], [slot])
    intrinsic_call(f, "llvm.x86.sse.stmxcsr", ["void", "ptr"], [slot])
    return b.load("i32", slot, 4)


def _low_quadword(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    return shuffled(f.builder, types[0], arguments[0], "zeroinitializer", (0, 2))


def _shift_whole(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """By a number of bits; 128 and more leave nothing."""
    b = f.builder
    number = b.convert("bitcast", arguments[0], types[0], "i128")
    count = b.convert("zext", arguments[1], "i32", "i128")
    opcode = "shl" if name == "pslldqi128" else "lshr"
    shifted = b.result(f"{opcode} i128 {number}, {count}")
    small = b.icmp_unsigned("<", "i128", count, "128")
    return b.convert("bitcast", b.select(small, "i128", shifted, "0"), "i128", types[0])


def _multiply_even(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    """The full products of the unsigned elements 0 and 2."""
    b = f.builder
    left, right = (
        b.convert("zext", shuffled(b, types[1], text, "poison", (0, 2)), "<2 x i32>", types[0]) for text in arguments
    )
    return b.result(f"mul {types[0]} {left}, {right}")


def _extract(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    index = f.builder.and_("i32", arguments[1], "7" if name == "vec_ext_v8hi" else "3")
    return f.builder.result(f"extractelement {types[1]} {arguments[0]}, i32 {index}")


def _insert(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    index = f.builder.and_("i32", arguments[2], "7")
    return f.builder.result(f"insertelement {types[0]} {arguments[0]}, {types[2]} {arguments[1]}, i32 {index}")


def _time_stamp(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b = f.builder
    both = intrinsic_call(f, "llvm.x86.rdtscp", ["{ i64, i32 }"], [])
    b.store("i32", b.extract_value("{ i64, i32 }", both, 1), arguments[0], f.module.promised(4))
    return b.extract_value("{ i64, i32 }", both, 0)


def _highest_bit(f: FunctionContext, name: str, types: list[str], arguments: list[str]) -> str:
    b, type_ = f.builder, types[1]
    zeros = intrinsic_call(f, f"llvm.ctlz.{type_}", [type_, type_, "i1"], [arguments[0], "true"])
    position = b.sub(type_, str(int(type_[1:]) - 1), zeros)
    return position if type_ == "i32" else b.convert("trunc", position, type_, "i32")


_OTHERS: dict[str, _Lowering] = {
    "sqrtss": _sqrt_low, "sqrtsd": _sqrt_low, "cvtss2sd": _widen_low, "cvtdq2ps": _convert_all,
    "cvtsi2ss": _convert_low, "cvtsi642ss": _convert_low, "cvtsi2sd": _convert_low, "cvtsi642sd": _convert_low,
    "cvtdq2pd": _convert_lower_half, "cvtps2pd": _convert_lower_half,
    "shufps": _shuffle_by_mask, "shufpd": _shuffle_by_mask, "pshufd": _shuffle_by_mask,
    "pshufhw": _shuffle_by_mask, "pshuflw": _shuffle_by_mask,
    "loadhps": _halves, "loadlps": _halves, "loadhpd": _halves, "loadlpd": _halves,
    "storehps": _halves, "storelps": _halves,
    "movntps": _store, "movntpd": _store, "movntdq": _store, "movnti": _store, "movnti64": _store,
    "ldmxcsr": _control_register, "stmxcsr": _control_register, "movq128": _low_quadword,
    "pslldqi128": _shift_whole, "psrldqi128": _shift_whole, "pmuludq128": _multiply_even,
    "vec_ext_v8hi": _extract, "vec_ext_v4si": _extract, "vec_set_v8hi": _insert,
    "rdtscp": _time_stamp, "bsrsi": _highest_bit, "bsrdi": _highest_bit,
}  # fmt: skip
