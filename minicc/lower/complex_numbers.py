"""Complex numbers: LLVM values of type `{ T, T }`. Products and quotients follow Annex G with libgcc's help, as gcc's
do without -fcx-limited-range.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.ir.spelling import symbol
from minicc.lower.abi import Kind, signature
from minicc.lower.context import FunctionContext, Place, known_alignment, place, value
from minicc.lower.llvm_types import is_signed, value_type
from minicc.lower.memory import offset
from minicc.types.ctype import ComplexType, CType, FloatingType, FunctionType, IntegerType
from minicc.types.layout import size_of

_MODES = {"float": "sc", "double": "dc", "long double": "xc", "_Float128": "tc"}
_OPCODES = {"+": "add", "-": "sub", "*": "mul"}


@value(typed.ComplexValue)
def complex_value(f: FunctionContext, e: typed.ComplexValue) -> str:
    assert isinstance(e.type, ComplexType)
    imaginary_first = isinstance(e.real, typed.IntegerConstant | typed.FloatingConstant)
    real = "" if imaginary_first else f.value(e.real)
    imaginary = f.value(e.imaginary)
    return build(f, e.type, real or f.value(e.real), imaginary)


def build(f: FunctionContext, ctype: ComplexType, real: str, imaginary: str) -> str:
    """The number with these parts."""
    type_, part = value_type(ctype), value_type(ctype.component)
    if not real.startswith("%") and not imaginary.startswith("%"):
        return f"{{ {part} {real}, {part} {imaginary} }}"
    half = f.builder.insert_value(type_, "poison", part, real, 0)
    return f.builder.insert_value(type_, half, part, imaginary, 1)


def parts(f: FunctionContext, number: str, ctype: ComplexType) -> tuple[str, str]:
    """The real and the imaginary part."""
    type_ = value_type(ctype)
    return f.builder.extract_value(type_, number, 0), f.builder.extract_value(type_, number, 1)


@place(typed.ComplexPart)
def complex_part(f: FunctionContext, e: typed.ComplexPart) -> Place:
    number = f.place(e.number)
    distance = size_of(e.type) if e.imaginary else 0
    return Place(
        offset(f, number.pointer, distance),
        known_alignment(number.alignment, distance),
        e.type,
        may_alias=number.may_alias,
    )


def negate(f: FunctionContext, number: str, ctype: ComplexType, conjugate: bool = False) -> str:
    """`-number`, or the conjugate: only the imaginary part negated."""
    real, imaginary = parts(f, number, ctype)
    if not conjugate:
        real = _negated(f, real, ctype.component)
    return build(f, ctype, real, _negated(f, imaginary, ctype.component))


def _negated(f: FunctionContext, part: str, component: CType) -> str:
    type_ = value_type(component)
    if isinstance(component, FloatingType):
        return f.builder.fneg(type_, part)
    return f.builder.sub(type_, "0", part)


def compare(f: FunctionContext, operator: str, left: str, right: str, ctype: ComplexType) -> str:
    """The i1 of `left == right` or `left != right`."""
    b = f.builder
    type_ = value_type(ctype.component)
    test = b.fcmp if isinstance(ctype.component, FloatingType) else b.icmp_unsigned
    pairs = zip(parts(f, left, ctype), parts(f, right, ctype), strict=True)
    one, other = (test(operator, type_, x, y) for x, y in pairs)
    return b.and_("i1", one, other) if operator == "==" else b.or_("i1", one, other)


def operate(
    f: FunctionContext, operator: str, ctype: ComplexType, left: str, right: str, left_real: bool, right_real: bool
) -> str:
    """`left operator right`; an operand that is `real` has the component's type."""
    component = ctype.component

    def each(op: str, x: str, y: str) -> str:
        type_ = value_type(component)
        if isinstance(component, FloatingType):
            return f.builder.floating_binary(op, type_, x, y)
        if op == "/":
            return f.builder.binary("sdiv" if is_signed(component) else "udiv", type_, x, y)
        return f.builder.binary(_OPCODES[op], type_, x, y)

    if right_real:
        real, imaginary = parts(f, left, ctype)
        if operator in ("*", "/"):
            return build(f, ctype, each(operator, real, right), each(operator, imaginary, right))
        return build(f, ctype, each(operator, real, right), imaginary)
    if left_real:
        real, imaginary = parts(f, right, ctype)
        if operator == "*":
            return build(f, ctype, each("*", left, real), each("*", left, imaginary))
        if operator == "-":
            imaginary = _negated(f, imaginary, component)
        return build(f, ctype, each(operator, left, real), imaginary)
    a, b = parts(f, left, ctype)
    c, d = parts(f, right, ctype)
    if operator in ("+", "-"):
        return build(f, ctype, each(operator, a, c), each(operator, b, d))
    if isinstance(component, FloatingType):
        return _divide(f, ctype, a, b, c, d) if operator == "/" else _multiply(f, ctype, a, b, c, d)
    if operator == "*":
        real = each("-", each("*", a, c), each("*", b, d))
        return build(f, ctype, real, each("+", each("*", a, d), each("*", b, c)))
    return _divide_integers(f, ctype, component, (a, b, c, d))


def _multiply(f: FunctionContext, ctype: ComplexType, a: str, b: str, c: str, d: str) -> str:
    """The plain formula; when it gives NaN twice, libgcc finds the infinities (Annex G.5.1p6)."""
    builder = f.builder
    type_ = value_type(ctype.component)

    def product(x: str, y: str) -> str:
        return builder.floating_binary("*", type_, x, y)

    real = builder.floating_binary("-", type_, product(a, c), product(b, d))
    imaginary = builder.floating_binary("+", type_, product(a, d), product(b, c))
    plain = build(f, ctype, real, imaginary)
    if f.module.options.limited_complex_range:
        return plain
    both = builder.and_(
        "i1",
        builder.result(f"fcmp uno {type_} {real}, {real}"),
        builder.result(f"fcmp uno {type_} {imaginary}, {imaginary}"),
    )
    careful, end = builder.new_name("multiply.nan"), builder.new_name("multiply.end")
    before = builder.block
    builder.cbranch(both, careful, end)
    builder.start_block(careful)
    result = _library(f, "mul", ctype, (a, b, c, d))
    after = builder.block
    builder.start_block(end)
    return builder.phi(value_type(ctype), [(plain, before), (result, after)])


def _divide(f: FunctionContext, ctype: ComplexType, a: str, b: str, c: str, d: str) -> str:
    if not f.module.options.limited_complex_range:
        return _library(f, "div", ctype, (a, b, c, d))
    type_ = value_type(ctype.component)

    def each(operator: str, x: str, y: str) -> str:
        return f.builder.floating_binary(operator, type_, x, y)

    square = each("+", each("*", c, c), each("*", d, d))
    real = each("+", each("*", a, c), each("*", b, d))
    imaginary = each("-", each("*", b, c), each("*", a, d))
    return build(f, ctype, each("/", real, square), each("/", imaginary, square))


def _library(f: FunctionContext, operation: str, ctype: ComplexType, operands: tuple[str, str, str, str]) -> str:
    """libgcc's __muldc3, __divsc3, ..."""
    from minicc.lower.calls import take_result

    component = ctype.component
    shape = signature(FunctionType(ctype, (component,) * 4))
    name = symbol(f"__{operation}{_MODES[component.name]}3")
    f.module.ir.declare(name, f"declare {shape.return_type} {name}({shape.parameter_types})")
    type_ = value_type(component)
    arguments = [f"{type_} {operand}" for operand in operands]
    result = f.temporary(ctype, "result")
    if shape.result.kind is Kind.MEMORY:
        arguments.insert(0, f"{shape.structure_return} {result.pointer}")
    returned = f.builder.call(shape.return_type, name, arguments)
    return take_result(f, shape, ctype, returned, result)


def _divide_integers(
    f: FunctionContext, ctype: ComplexType, component: IntegerType, operands: tuple[str, str, str, str]
) -> str:
    """gcc's expand_complex_div_wide."""
    b = f.builder
    type_ = value_type(component)
    signed = is_signed(component)
    ar, ai, br, bi = operands
    division = "sdiv" if signed else "udiv"

    def absolute(x: str) -> str:
        if not signed:
            return x
        return b.select(b.icmp_signed("<", type_, x, "0"), type_, b.sub(type_, "0", x), x)

    test = b.icmp_signed if signed else b.icmp_unsigned
    swap = test("<", type_, absolute(br), absolute(bi))

    def chosen(then: str, otherwise: str) -> str:
        return b.select(swap, type_, then, otherwise)

    small, large = chosen(br, bi), chosen(bi, br)
    ratio = b.binary(division, type_, small, large)
    divisor = b.add(type_, b.mul(type_, small, ratio), large)
    real = b.add(type_, b.mul(type_, chosen(ar, ai), ratio), chosen(ai, ar))
    scaled = b.mul(type_, chosen(ai, ar), ratio)
    imaginary = chosen(b.sub(type_, scaled, ar), b.sub(type_, ai, scaled))
    return build(f, ctype, b.binary(division, type_, real, divisor), b.binary(division, type_, imaginary, divisor))
