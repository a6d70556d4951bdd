"""Conversions between scalar types (C11 §6.3)."""

from __future__ import annotations

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.ir.spelling import integer
from minicc.lower.context import FunctionContext, Place, condition, record, scalar_condition, value
from minicc.lower.llvm_types import is_signed, value_type
from minicc.types.ctype import (
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    IntegerType,
    PointerType,
    VectorType,
    VoidType,
)

_FLOAT_RANK = {"float": 0, "double": 1, "x86_fp80": 2, "fp128": 3}


@value(typed.Conversion)
def conversion(f: FunctionContext, e: typed.Conversion) -> str:
    target, operand = e.type, e.operand
    if type(target) is VoidType:
        f.discard(operand)
        return ""
    if type(target) is IntegerType and target.rank == 0:
        return truth(f, operand)
    if type(operand) is typed.IntegerConstant and isinstance(target, IntegerType | EnumType):
        type_ = value_type(target)
        return integer(operand.value, int(type_[1:]))
    if type(operand.type) is FloatingType and isinstance(target, IntegerType | EnumType):
        # gcc folds a constant out of range to the nearest value; for LLVM it has none.
        folded = fold_integer(e)
        if folded is not None:
            return integer(folded, int(value_type(target)[1:]))
    return convert(f, f.value(operand), operand.type, target)


@record(typed.Conversion)
def record_conversion(f: FunctionContext, e: typed.Conversion) -> Place:
    """A cast to the record's own type (GNU) changes nothing."""
    return f.record(e.operand)


@condition(typed.Conversion)
def conversion_condition(f: FunctionContext, e: typed.Conversion) -> str:
    if keeps_truth(e):
        return truth(f, e.operand)
    return nonzero(f, f.value(e), e.type)


def keeps_truth(e: typed.Conversion) -> bool:
    """True when the conversion's result is zero exactly when its operand is."""
    target, source = e.type, e.operand.type
    if not isinstance(target, IntegerType | EnumType | PointerType) or isinstance(source, VoidType):
        return False
    if isinstance(target, IntegerType) and target.rank == 0:
        return True
    if isinstance(source, FloatingType | ComplexType | VectorType):
        return False
    if scalar_condition(type(e.operand)) is not None and type(e.operand) is not typed.Conversion:
        return True
    return _width(target) >= _width(source)


def _width(ctype: CType) -> int:
    type_ = value_type(ctype)
    return 64 if type_ == "ptr" else int(type_[1:])


def nonzero(f: FunctionContext, operand: str, ctype: CType) -> str:
    """The i1 that tells whether a scalar compares unequal to 0."""
    type_ = value_type(ctype)
    if type_ == "i1":
        return operand
    if type_ == "ptr":
        return f.builder.icmp_signed("!=", "ptr", operand, "null")
    if isinstance(ctype, FloatingType):
        return f.builder.fcmp("!=", type_, operand, floating_zero(type_))
    if isinstance(ctype, ComplexType):
        one, other = (nonzero(f, f.builder.extract_value(type_, operand, part), ctype.component) for part in (0, 1))
        return f.builder.or_("i1", one, other)
    return f.builder.icmp_signed("!=", type_, operand, "0")


def truth(f: FunctionContext, e: typed.Expression) -> str:
    """The i1 that tells whether `e` compares unequal to 0."""
    special = scalar_condition(type(e))
    if special is None:
        return nonzero(f, f.value(e), e.type)
    saved = f.builder.location
    f.at(e.pos)
    result = special(f, e)
    f.builder.location = saved
    return result


def floating_zero(type_: str) -> str:
    """+0.0 of a floating LLVM type."""
    return {"x86_fp80": "0xK" + "0" * 20, "fp128": "0xL" + "0" * 32}.get(type_, "0.0")


def zero(type_: str) -> str:
    """The zero constant of a scalar LLVM type."""
    if type_ == "ptr":
        return "null"
    if type_ == "i1":
        return "false"
    return "0" if type_.startswith("i") else floating_zero(type_)


def convert(f: FunctionContext, operand: str, source: CType, target: CType) -> str:
    """`operand` of scalar type `source` as a value of scalar type `target`."""
    if source is target:
        return operand
    if isinstance(target, ComplexType | VectorType) or isinstance(source, ComplexType | VectorType):
        return _convert_parts(f, operand, source, target)
    b = f.builder
    if isinstance(target, IntegerType) and target.rank == 0:
        return nonzero(f, operand, source)
    from_, to = value_type(source), value_type(target)
    if isinstance(source, FloatingType):
        if isinstance(target, FloatingType):
            if from_ == to:
                return operand
            extends = _FLOAT_RANK[to] > _FLOAT_RANK[from_]
            return b.convert("fpext" if extends else "fptrunc", operand, from_, to)
        wider = _selectable_fast(f, target, from_)
        if wider:
            return b.convert("trunc", b.convert("fptosi", operand, from_, wider), wider, to)
        return b.convert("fptosi" if is_signed(target) else "fptoui", operand, from_, to)
    if isinstance(target, FloatingType):
        wider = _selectable_fast(f, source, to)
        if wider:
            return b.convert("sitofp", _resize(f, operand, from_, wider, is_signed(source)), wider, to)
        return b.convert("sitofp" if is_signed(source) else "uitofp", operand, from_, to)
    if from_ == to:
        return operand
    if to == "ptr":
        if from_ != "i64":
            operand = _resize(f, operand, from_, "i64", is_signed(source))
        return b.convert("inttoptr", operand, "i64", "ptr")
    if from_ == "ptr":
        address = b.convert("ptrtoint", operand, "ptr", "i64")
        return _resize(f, address, "i64", to, signed=False)
    return _resize(f, operand, from_, to, is_signed(source))


def _selectable_fast(f: FunctionContext, integer: CType, floating: str) -> str:
    """The signed type through which -O0 converts between narrow or unsigned integers and `floating`, or "".

    x86 has instructions for i32 and i64 alone. For the others LLVM's fast instruction selection gives up, on all that
    is before them in their block, too.
    """
    if f.module.options.opt_level != "0" or floating not in ("float", "double"):
        return ""
    return _SIGNED_AND_WIDER.get((value_type(integer), is_signed(integer)), "")


_SIGNED_AND_WIDER = {
    ("i1", False): "i32",
    ("i8", False): "i32",
    ("i8", True): "i32",
    ("i16", False): "i32",
    ("i16", True): "i32",
    ("i32", False): "i64",
}


def _convert_parts(f: FunctionContext, operand: str, source: CType, target: CType) -> str:
    """From or to a complex type (§6.3.1.6, §6.3.1.7); a vector keeps its bits."""
    b = f.builder
    from_, to = value_type(source), value_type(target)
    if isinstance(target, VectorType) or isinstance(source, VectorType):
        return operand if from_ == to else b.convert("bitcast", operand, from_, to)
    if not isinstance(source, ComplexType):
        assert isinstance(target, ComplexType)
        part = value_type(target.component)
        real = convert(f, operand, source, target.component)
        return b.insert_value(to, f"{{ {part} {zero(part)}, {part} {zero(part)} }}", part, real, 0)
    if isinstance(target, IntegerType) and target.rank == 0:
        return nonzero(f, operand, source)
    real = b.extract_value(from_, operand, 0)
    if not isinstance(target, ComplexType):
        return convert(f, real, source.component, target)
    part = value_type(target.component)
    imaginary = b.extract_value(from_, operand, 1)
    half = b.insert_value(to, "poison", part, convert(f, real, source.component, target.component), 0)
    return b.insert_value(to, half, part, convert(f, imaginary, source.component, target.component), 1)


def _resize(f: FunctionContext, operand: str, source: str, target: str, signed: bool) -> str:
    before, after = int(source[1:]), int(target[1:])
    if before == after:
        return operand
    opcode = "trunc" if after < before else "sext" if signed else "zext"
    return f.builder.convert(opcode, operand, source, target)
