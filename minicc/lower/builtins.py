"""Calls of `__builtin_` functions that are not library functions (gcc manual, "Other Built-in Functions Provided
by GCC").
"""

from __future__ import annotations

from collections.abc import Callable

from minicc.check import typed
from minicc.check.processor import FEATURES
from minicc.diagnostics import unsupported
from minicc.ir.spelling import floating
from minicc.lower import vectors
from minicc.lower.context import FunctionContext, Place, record, value
from minicc.lower.conversions import convert
from minicc.lower.expressions import as_int
from minicc.lower.llvm_types import integer_of, value_type
from minicc.lower.memory import copy_bytes, store
from minicc.types.ctype import BOOL, CType, FloatingType, PointerType, VectorType

Builtin = Callable[[FunctionContext, typed.BuiltinCall], str]
_BUILTINS: dict[str, Builtin] = {}
_STACK_ALIGNMENT = 16


def builtin(*names: str) -> Callable[[Builtin], Builtin]:
    """Registers what lowers calls of these names (without `__builtin_`)."""

    def register(function: Builtin) -> Builtin:
        _BUILTINS.update(dict.fromkeys(names, function))
        return function

    return register


def builtin_names() -> frozenset[str]:
    """The names, without `__builtin_`, that can be lowered."""
    return frozenset(_BUILTINS)


@value(typed.BuiltinCall)
def builtin_call(f: FunctionContext, e: typed.BuiltinCall) -> str:
    function = _BUILTINS.get(e.name.removeprefix("__builtin_"))
    if function is not None:
        return function(f, e)
    if e.name.startswith("__builtin_ia32_"):
        from minicc.lower.x86_vectors import any_x86_builtin

        return any_x86_builtin(f, e)
    unsupported(f"the built-in function '{e.name}'", e.pos)


@record(typed.BuiltinCall)
def builtin_record(f: FunctionContext, e: typed.BuiltinCall) -> Place:
    unsupported(f"the built-in function '{e.name}'", e.pos)


def _intrinsic(f: FunctionContext, name: str, result: str, types: list[str], arguments: list[str]) -> str:
    symbol = f.module.declare_intrinsic(name, f"{result} ({', '.join(types)})")
    spelled = [f"{type_} {argument}" for type_, argument in zip(types, arguments, strict=True)]
    return f.builder.call(result, symbol, spelled)


# --------------------------------------------------------------------------- variable arguments


@builtin("va_start", "c23_va_start")
def _va_start(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _intrinsic(f, "llvm.va_start.p0", "void", ["ptr"], [f.value(e.arguments[0])])


@builtin("va_end")
def _va_end(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _intrinsic(f, "llvm.va_end.p0", "void", ["ptr"], [f.value(e.arguments[0])])


@builtin("va_copy")
def _va_copy(f: FunctionContext, e: typed.BuiltinCall) -> str:
    target, source = f.value(e.arguments[0]), f.value(e.arguments[1])
    copy_bytes(f, target, 8, source, 8, 24, False)
    return ""


# --------------------------------------------------------------------------- control flow and the stack


@builtin("unreachable")
def _unreachable(f: FunctionContext, e: typed.BuiltinCall) -> str:
    f.builder.unreachable()
    f.open_block()
    return ""


@builtin("trap")
def _trap(f: FunctionContext, e: typed.BuiltinCall) -> str:
    _intrinsic(f, "llvm.trap", "void", [], [])
    return _unreachable(f, e)


@builtin("expect")
def _expect(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _expected(f, e)


@builtin("expect_with_probability")
def _expect_with_probability(f: FunctionContext, e: typed.BuiltinCall) -> str:
    result = _expected(f, e)
    f.discard(e.arguments[2])
    return result


def _expected(f: FunctionContext, e: typed.BuiltinCall) -> str:
    arguments = [f.value(argument) for argument in e.arguments[:2]]
    type_ = value_type(e.type)
    return _intrinsic(f, f"llvm.expect.{type_}", type_, [type_, type_], arguments)


@builtin("alloca", "alloca_with_align")
def _alloca(f: FunctionContext, e: typed.BuiltinCall) -> str:
    size = f.value(e.arguments[0])
    f.framed = True
    alignment = _STACK_ALIGNMENT
    if len(e.arguments) > 1 and isinstance(e.arguments[1], typed.IntegerConstant):
        alignment = max(alignment, e.arguments[1].value // 8)
    address = f.builder.result(f"alloca i8, i64 {size}, align {alignment}")
    if f.function.calls_setjmp:
        # A later one may have the same address, which LLVM takes for impossible.
        address = f.builder.result(f'call ptr asm "", "=r,0"(ptr {address})')
    return address


@builtin("frame_address")
def _frame_address(f: FunctionContext, e: typed.BuiltinCall) -> str:
    f.framed = True
    return _intrinsic(f, "llvm.frameaddress.p0", "ptr", ["i32"], [f.value(e.arguments[0])])


@builtin("return_address")
def _return_address(f: FunctionContext, e: typed.BuiltinCall) -> str:
    f.framed = True
    return _intrinsic(f, "llvm.returnaddress", "ptr", ["i32"], [f.value(e.arguments[0])])


@builtin("extract_return_addr", "frob_return_addr", "assume_aligned", "launder")
def _first_argument(f: FunctionContext, e: typed.BuiltinCall) -> str:
    result = f.value(e.arguments[0])
    for argument in e.arguments[1:]:
        f.discard(argument)
    return result


@builtin("prefetch")
def _prefetch(f: FunctionContext, e: typed.BuiltinCall) -> str:
    chosen = [argument.value for argument in e.arguments[1:] if isinstance(argument, typed.IntegerConstant)]
    write, locality = [*chosen, *[0, 3][len(chosen) :]][:2]
    arguments = [f.value(e.arguments[0]), str(write), str(locality), "1"]
    return _intrinsic(f, "llvm.prefetch.p0", "void", ["ptr", "i32", "i32", "i32"], arguments)


@builtin("object_size", "dynamic_object_size")
def _object_size(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """What the optimiser can tell; at -O0 that is nothing, as in gcc."""
    mode = e.arguments[1]
    assert isinstance(mode, typed.IntegerConstant)
    smallest = mode.value & 2
    if f.module.options.opt_level == "0":
        return "0" if smallest else "-1"
    flags = [str(flag).lower() for flag in (bool(smallest), True, "dynamic" in e.name)]
    return _intrinsic(f, "llvm.objectsize.i64.p0", "i64", ["ptr", "i1", "i1", "i1"], [f.value(e.arguments[0]), *flags])


@builtin("constant_p")
def _constant_p(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """What the optimiser can tell; at -O0 that is nothing, as in gcc."""
    if f.module.options.opt_level == "0":
        return "0"
    type_ = value_type(e.arguments[0].type)
    name = f"llvm.is.constant.{type_ if type_[0] == 'i' else _suffix(type_)}"
    return as_int(f, _intrinsic(f, name, "i1", [type_], [f.value(e.arguments[0])]))


@builtin("cpu_init")
def _cpu_init(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """libgcc's constructor has run in all but ifunc resolvers and earlier constructors."""
    symbol = f.module.declare_intrinsic("__cpu_indicator_init", "i32 ()")
    return f.builder.call("i32", symbol, [])


@builtin("cpu_supports")
def _cpu_supports(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """A bit of `__cpu_model.__cpu_features[0]`, which lies behind three unsigned numbers."""
    literal = e.arguments[0]
    assert isinstance(literal, typed.ArrayDecay) and isinstance(literal.lvalue, typed.StringLiteral)
    bit = FEATURES.index(literal.lvalue.data.rstrip(b"\0").decode())
    b = f.builder
    model = f.module.external_object("__cpu_model", "{ i32, i32, i32, [1 x i32] }")
    features = b.load("i32", b.gep("i8", model, "12"), 4)
    return as_int(f, b.icmp_signed("!=", "i32", b.and_("i32", features, str(1 << bit)), "0"))


@builtin("setjmp")
def _setjmp(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """LLVM fills in where to jump; the frame and the stack pointer are ours to save, in words 0 and 2."""
    b = f.builder
    buffer = f.value(e.arguments[0])
    frame = _intrinsic(f, "llvm.frameaddress.p0", "ptr", ["i32"], ["0"])
    b.store("ptr", frame, buffer, 8)
    stack = _intrinsic(f, "llvm.stacksave.p0", "ptr", [], [])
    b.store("ptr", stack, b.gep("ptr", buffer, "2"), 8)
    return _intrinsic(f, "llvm.eh.sjlj.setjmp", "i32", ["ptr"], [buffer])


@builtin("longjmp")
def _longjmp(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """LLVM's own longjmp may read a buffer of this very frame behind the change of the frame pointer."""
    jump = "movq 8(%rdx), %rcx; movq (%rdx), %rbp; movq 16(%rdx), %rsp; jmpq *%rcx"
    f.builder.effect(
        f'call void asm sideeffect "{jump}", "{{rdx}},~{{rcx}},~{{memory}}"(ptr {f.value(e.arguments[0])})'
    )
    f.builder.unreachable()
    return ""


# --------------------------------------------------------------------------- bits


def _with_suffixes(*stems: str) -> list[str]:
    return [stem + suffix for stem in stems for suffix in ("", "l", "ll", "imax")]


def _operand(f: FunctionContext, e: typed.BuiltinCall) -> tuple[str, str]:
    argument = e.arguments[0]
    return value_type(argument.type), f.value(argument)


def _as_result(f: FunctionContext, e: typed.BuiltinCall, operand: str, type_: str) -> str:
    """An unsigned number of LLVM type `type_` as the call's own type."""
    bits, wanted = int(type_[1:]), int(value_type(e.type)[1:])
    if bits == wanted:
        return operand
    return f.builder.convert("trunc" if wanted < bits else "zext", operand, type_, value_type(e.type))


@builtin("bswap16", "bswap32", "bswap64", "bswap128")
def _bswap(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_, operand = _operand(f, e)
    return _as_result(f, e, _intrinsic(f, f"llvm.bswap.{type_}", type_, [type_], [operand]), type_)


@builtin(*_with_suffixes("clz", "ctz"))
def _count_zeros(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_, operand = _operand(f, e)
    kind = "ctlz" if "clz" in e.name else "cttz"
    return _as_result(f, e, _intrinsic(f, f"llvm.{kind}.{type_}", type_, [type_, "i1"], [operand, "true"]), type_)


@builtin(*_with_suffixes("popcount"))
def _popcount(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_, operand = _operand(f, e)
    return _as_result(f, e, _intrinsic(f, f"llvm.ctpop.{type_}", type_, [type_], [operand]), type_)


@builtin(*_with_suffixes("parity"))
def _parity(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return f.builder.and_("i32", _popcount(f, e), "1")


@builtin(*_with_suffixes("ffs"))
def _find_first_set(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_, operand = _operand(f, e)
    b = f.builder
    zeros = _intrinsic(f, f"llvm.cttz.{type_}", type_, [type_, "i1"], [operand, "false"])
    position = b.add(type_, zeros, "1")
    is_zero = b.icmp_signed("==", type_, operand, "0")
    return _as_result(f, e, b.select(is_zero, type_, "0", position), type_)


@builtin(*_with_suffixes("clrsb"))
def _redundant_sign_bits(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_, operand = _operand(f, e)
    b = f.builder
    sign = b.ashr(type_, operand, str(int(type_[1:]) - 1))
    changes = b.xor(type_, operand, sign)
    zeros = _intrinsic(f, f"llvm.ctlz.{type_}", type_, [type_, "i1"], [changes, "false"])
    return _as_result(f, e, b.sub(type_, zeros, "1"), type_)


@builtin("rotateleft32", "rotateleft64")
def _refused_rotate(f: FunctionContext, e: typed.BuiltinCall) -> str:
    unsupported(f"the built-in function '{e.name}'", e.pos)


# --------------------------------------------------------------------------- arithmetic with overflow


_OVERFLOW_OPERATIONS = ("add", "sub", "mul")
_TYPED_OVERFLOW = [
    f"{sign}{operation}{suffix}_overflow"
    for sign in ("s", "u")
    for operation in _OVERFLOW_OPERATIONS
    for suffix in ("", "l", "ll")
]


@builtin("add_overflow", "sub_overflow", "mul_overflow", *_TYPED_OVERFLOW)
def _overflow(f: FunctionContext, e: typed.BuiltinCall) -> str:
    pointer_type = e.arguments[2].type
    assert isinstance(pointer_type, PointerType)
    result_type = pointer_type.target
    left, right = f.value(e.arguments[0]), f.value(e.arguments[1])
    pointer = f.value(e.arguments[2])
    result, overflowed = _checked(f, e, left, right, result_type)
    from minicc.lower.lvalues import align_of_object

    store(f, Place(pointer, align_of_object(result_type), result_type), result)
    return overflowed if value_type(e.type) == "i1" else convert(f, overflowed, BOOL, e.type)


@builtin("add_overflow_p", "sub_overflow_p", "mul_overflow_p")
def _overflow_p(f: FunctionContext, e: typed.BuiltinCall) -> str:
    left, right = f.value(e.arguments[0]), f.value(e.arguments[1])
    f.discard(e.arguments[2])
    overflowed = _checked(f, e, left, right, e.arguments[2].type)[1]
    return overflowed if value_type(e.type) == "i1" else convert(f, overflowed, BOOL, e.type)


def _checked(f: FunctionContext, e: typed.BuiltinCall, left: str, right: str, result: CType) -> tuple[str, str]:
    """The operation on the mathematical values, its result in the type `result`, and whether that lost anything
    (an i1).
    """
    b = f.builder
    operation = next(word for word in _OVERFLOW_OPERATIONS if word in e.name)
    first, second, target = integer_of(e.arguments[0].type), integer_of(e.arguments[1].type), integer_of(result)
    if first.width == second.width == target.width and first.signed == second.signed == target.signed:
        type_ = value_type(target)
        name = f"llvm.{'s' if target.signed else 'u'}{operation}.with.overflow.{type_}"
        pair = f"{{ {type_}, i1 }}"
        both = _intrinsic(f, name, pair, [type_, type_], [left, right])
        return b.extract_value(pair, both, 0), b.extract_value(pair, both, 1)
    widest = max(first.width, second.width)
    width = max(target.width, 2 * widest if operation == "mul" else widest) + 2
    wide = f"i{width}"
    left = b.convert("sext" if first.signed else "zext", left, value_type(first), wide)
    right = b.convert("sext" if second.signed else "zext", right, value_type(second), wide)
    exact = b.binary(operation, wide, left, right)
    kept = b.convert("trunc", exact, wide, value_type(target))
    again = b.convert("sext" if target.signed else "zext", kept, value_type(target), wide)
    return kept, b.icmp_signed("!=", wide, exact, again)


# --------------------------------------------------------------------------- floating point


def _floating_argument(f: FunctionContext, e: typed.BuiltinCall) -> tuple[FloatingType, str, str]:
    ctype = e.arguments[0].type
    assert isinstance(ctype, FloatingType)
    return ctype, value_type(ctype), f.value(e.arguments[0])


def _class_test(f: FunctionContext, e: typed.BuiltinCall, mask: int) -> str:
    """llvm.is.fpclass: no exception is raised for a signalling NaN."""
    _, type_, operand = _floating_argument(f, e)
    name = f"llvm.is.fpclass.{_suffix(type_)}"
    return as_int(f, _intrinsic(f, name, "i1", [type_, "i32"], [operand, str(mask)]))


def _suffix(type_: str) -> str:
    return {"float": "f32", "double": "f64", "x86_fp80": "f80", "fp128": "f128"}[type_]


_NAN, _INFINITE, _NORMAL, _SUBNORMAL, _ZERO = 0x003, 0x204, 0x108, 0x090, 0x060
_FINITE = _NORMAL | _SUBNORMAL | _ZERO


@builtin("isnan", "isnanf", "isnanl")
def _isnan(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _class_test(f, e, _NAN)


@builtin("isinf", "isinff", "isinfl")
def _isinf(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _class_test(f, e, _INFINITE)


@builtin("isfinite", "finite", "finitef", "finitel")
def _isfinite(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _class_test(f, e, _FINITE)


@builtin("isnormal")
def _isnormal(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _class_test(f, e, _NORMAL)


@builtin("isinf_sign")
def _isinf_sign(f: FunctionContext, e: typed.BuiltinCall) -> str:
    b = f.builder
    _, type_, operand = _floating_argument(f, e)
    name = f"llvm.is.fpclass.{_suffix(type_)}"
    plus = _intrinsic(f, name, "i1", [type_, "i32"], [operand, str(0x200)])
    minus = _intrinsic(f, name, "i1", [type_, "i32"], [operand, str(0x004)])
    return b.sub("i32", as_int(f, plus), as_int(f, minus))


@builtin("fpclassify")
def _fpclassify(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """Arguments: the answers for NaN, infinite, normal, subnormal and zero, then the number."""
    b = f.builder
    answers = [f.value(argument) for argument in e.arguments[:5]]
    ctype = e.arguments[5].type
    type_ = value_type(ctype)
    operand = f.value(e.arguments[5])
    result = answers[4]
    for answer, mask in zip(answers[:4], (_NAN, _INFINITE, _NORMAL, _SUBNORMAL), strict=True):
        is_one = _intrinsic(f, f"llvm.is.fpclass.{_suffix(type_)}", "i1", [type_, "i32"], [operand, str(mask)])
        result = b.select(is_one, "i32", answer, result)
    return result


@builtin("signbit", "signbitf", "signbitl")
def _signbit(f: FunctionContext, e: typed.BuiltinCall) -> str:
    _, type_, operand = _floating_argument(f, e)
    bits = {"float": 32, "double": 64, "x86_fp80": 80, "fp128": 128}[type_]
    number = f.builder.convert("bitcast", operand, type_, f"i{bits}")
    return as_int(f, f.builder.icmp_signed("<", f"i{bits}", number, "0"))


@builtin("fabs", "fabsf", "fabsl", "fabsf128")
def _fabs(f: FunctionContext, e: typed.BuiltinCall) -> str:
    _, type_, operand = _floating_argument(f, e)
    return _intrinsic(f, f"llvm.fabs.{_suffix(type_)}", type_, [type_], [operand])


@builtin("copysign", "copysignf", "copysignl", "copysignf128")
def _copysign(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_ = value_type(e.type)
    arguments = [f.value(argument) for argument in e.arguments]
    return _intrinsic(f, f"llvm.copysign.{_suffix(type_)}", type_, [type_, type_], arguments)


_COMPARISONS = {
    "isgreater": "ogt",
    "isgreaterequal": "oge",
    "isless": "olt",
    "islessequal": "ole",
    "islessgreater": "one",
    "isunordered": "uno",
}


@builtin(*_COMPARISONS)
def _quiet_comparison(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_ = value_type(e.arguments[0].type)
    left, right = (f.value(argument) for argument in e.arguments[:2])
    predicate = _COMPARISONS[e.name.removeprefix("__builtin_")]
    return as_int(f, f.builder.result(f"fcmp {predicate} {type_} {left}, {right}"))


_INFINITIES = {
    "float": 0x7F800000,
    "double": 0x7FF << 52,
    "x86_fp80": 0x7FFF8 << 60,
    "fp128": 0x7FFF << 112,
}
_QUIET_BIT = {"float": 1 << 22, "double": 1 << 51, "x86_fp80": 1 << 62, "fp128": 1 << 111}


@builtin("inf", "inff", "infl", "inff128", "huge_val", "huge_valf", "huge_vall", "huge_valf128")
def _infinity(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_ = value_type(e.type)
    return floating(_INFINITIES[type_], type_)


@builtin("nan", "nanf", "nanl", "nanf128")
def _quiet_nan(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_ = value_type(e.type)
    return floating(_INFINITIES[type_] | _QUIET_BIT[type_], type_)


# --------------------------------------------------------------------------- vectors


@builtin("shuffle")
def _shuffle(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return vectors.shuffle(f, e)


@builtin("shufflevector")
def _shuffle_vector(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return vectors.shuffle_vector(f, e)


@builtin("convertvector")
def _convert_vector(f: FunctionContext, e: typed.BuiltinCall) -> str:
    source, target = e.arguments[0].type, e.type
    assert isinstance(source, VectorType) and isinstance(target, VectorType)
    return vectors.convert_elements(f, f.value(e.arguments[0]), source, target)


# --------------------------------------------------------------------------- absolute values


@builtin("abs", "labs", "llabs", "imaxabs")
def _abs(f: FunctionContext, e: typed.BuiltinCall) -> str:
    type_, operand = _operand(f, e)
    overflow_is_undefined = "true" if f.module.no_signed_wrap else "false"
    return _intrinsic(f, f"llvm.abs.{type_}", type_, [type_, "i1"], [operand, overflow_is_undefined])
