"""Operators, constants, assignment and the conditional operators (C11 §6.5)."""

from __future__ import annotations

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.ir.spelling import floating, integer
from minicc.lower import complex_numbers, vectors
from minicc.lower.atomic_objects import store_object
from minicc.lower.atomic_update import update
from minicc.lower.context import FunctionContext, Place, condition, discarded, record, value
from minicc.lower.conversions import convert, keeps_truth, nonzero, truth
from minicc.lower.llvm_types import integer_of, is_record, is_signed, value_type
from minicc.lower.lvalues import scaled
from minicc.lower.memory import copy, load, store
from minicc.lower.order import right_operand_first, value_first
from minicc.lower.variable_length import restore_stack
from minicc.lower.vectors import splat
from minicc.types.ctype import (
    ATOMIC,
    ComplexType,
    CType,
    FloatingType,
    IntegerType,
    PointerType,
    VectorType,
    VoidType,
    unqualified,
)

_INTEGER_OPCODES = {"+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor", "<<": "shl"}
_BY_SIGN = {"/": ("sdiv", "udiv"), "%": ("srem", "urem"), ">>": ("ashr", "lshr")}


# --------------------------------------------------------------------------- constants


@value(typed.IntegerConstant)
def integer_constant(f: FunctionContext, e: typed.IntegerConstant) -> str:
    type_ = value_type(e.type)
    if type_ == "ptr":
        return pointer_constant(e.value)
    return integer(e.value, int(type_[1:]))


def pointer_constant(address: int) -> str:
    """A number as a pointer."""
    return f"inttoptr (i64 {integer(address, 64)} to ptr)" if address else "null"


@condition(typed.IntegerConstant)
def integer_constant_condition(f: FunctionContext, e: typed.IntegerConstant) -> str:
    return "true" if e.value else "false"


@value(typed.FloatingConstant)
def floating_constant(f: FunctionContext, e: typed.FloatingConstant) -> str:
    return floating(e.bits, value_type(e.type))


# --------------------------------------------------------------------------- arithmetic


@value(typed.Arithmetic)
def arithmetic(f: FunctionContext, e: typed.Arithmetic) -> str:
    if right_operand_first(e.operator, e.left, e.right):
        right = f.value(e.right)
        left = f.value(e.left)
    else:
        left = f.value(e.left)
        right = f.value(e.right)
    return operate(f, e.operator, e.type, left, right, e.right.type, e.left.type)


def operate(
    f: FunctionContext,
    operator: str,
    ctype: CType,
    left: str,
    right: str,
    right_type: CType,
    left_type: CType | None = None,
) -> str:
    """`left operator right` in the type `ctype`; only a shift's right operand may have another type, and one operand
    of a complex operation that of the component.
    """
    type_ = value_type(ctype)
    if isinstance(ctype, ComplexType):
        left_real = left_type is not None and not isinstance(left_type, ComplexType)
        right_real = not isinstance(right_type, ComplexType)
        return complex_numbers.operate(f, operator, ctype, left, right, left_real, right_real)
    if isinstance(ctype, VectorType):
        return _operate_on_elements(f, operator, ctype, left, right)
    if isinstance(ctype, FloatingType):
        return f.builder.floating_binary(operator, type_, left, right)
    if operator in ("<<", ">>"):
        count_type = integer_of(right_type)
        if value_type(count_type) != type_:
            right = convert(f, right, count_type, integer_of(ctype))
    signed = is_signed(ctype)
    pair = _BY_SIGN.get(operator)
    if pair is not None:
        return f.builder.binary(pair[0] if signed else pair[1], type_, left, right)
    opcode = _INTEGER_OPCODES[operator]
    if signed and operator in ("+", "-", "*"):
        opcode += f.module.no_signed_wrap
    return f.builder.binary(opcode, type_, left, right)


def _operate_on_elements(f: FunctionContext, operator: str, ctype: VectorType, left: str, right: str) -> str:
    """Elements are not promoted, and wrap."""
    type_ = value_type(ctype)
    if isinstance(ctype.element, FloatingType):
        return f.builder.floating_binary(operator, type_, left, right)
    pair = _BY_SIGN.get(operator)
    if pair is not None:
        return f.builder.binary(pair[0] if is_signed(ctype.element) else pair[1], type_, left, right)
    return f.builder.binary(_INTEGER_OPCODES[operator], type_, left, right)


@value(typed.Negation)
def negation(f: FunctionContext, e: typed.Negation) -> str:
    type_ = value_type(e.type)
    if type(e.operand) is typed.IntegerConstant:
        return integer(-e.operand.value, int(type_[1:]))
    operand = f.value(e.operand)
    if isinstance(e.type, ComplexType):
        return complex_numbers.negate(f, operand, e.type)
    if isinstance(e.type, VectorType):
        if isinstance(e.type.element, FloatingType):
            return f.builder.fneg(type_, operand)
        return f.builder.sub(type_, "zeroinitializer", operand)
    if isinstance(e.type, FloatingType):
        return f.builder.fneg(type_, operand)
    return f.builder.sub(type_, "0", operand, f.module.no_signed_wrap if is_signed(e.type) else "")


@value(typed.Complement)
def complement(f: FunctionContext, e: typed.Complement) -> str:
    if isinstance(e.type, ComplexType):
        return complex_numbers.negate(f, f.value(e.operand), e.type, conjugate=True)
    if isinstance(e.type, VectorType):
        return f.builder.xor(value_type(e.type), f.value(e.operand), splat(f, e.type, "-1"))
    return f.builder.xor(value_type(e.type), f.value(e.operand), "-1")


# --------------------------------------------------------------------------- comparisons and conditions


def as_int(f: FunctionContext, bit: str) -> str:
    """An i1 as C's int."""
    if bit in ("true", "false"):
        return "1" if bit == "true" else "0"
    return f.builder.convert("zext", bit, "i1", "i32")


def _compared(f: FunctionContext, e: typed.Comparison) -> tuple[str, str]:
    if right_operand_first(e.operator, e.left, e.right):
        right = f.value(e.right)
        return f.value(e.left), right
    left = f.value(e.left)
    return left, f.value(e.right)


@condition(typed.Comparison)
def comparison_condition(f: FunctionContext, e: typed.Comparison) -> str:
    left, right = _compared(f, e)
    ctype = e.left.type
    if isinstance(ctype, ComplexType):
        return complex_numbers.compare(f, e.operator, left, right, ctype)
    type_ = value_type(ctype)
    if isinstance(ctype, FloatingType):
        return f.builder.fcmp(e.operator, type_, left, right)
    if isinstance(ctype, PointerType) or not is_signed(ctype):
        return f.builder.icmp_unsigned(e.operator, type_, left, right)
    return f.builder.icmp_signed(e.operator, type_, left, right)


@value(typed.Comparison)
def comparison(f: FunctionContext, e: typed.Comparison) -> str:
    if isinstance(e.type, VectorType):
        return vectors.compare(f, e, *_compared(f, e))
    return as_int(f, comparison_condition(f, e))


@condition(typed.LogicalNot)
def logical_not_condition(f: FunctionContext, e: typed.LogicalNot) -> str:
    bit = truth(f, e.operand)
    if bit in ("true", "false"):
        return "false" if bit == "true" else "true"
    return f.builder.xor("i1", bit, "true")


@value(typed.LogicalNot)
def logical_not(f: FunctionContext, e: typed.LogicalNot) -> str:
    return as_int(f, logical_not_condition(f, e))


@condition(typed.Logical)
def logical_condition(f: FunctionContext, e: typed.Logical) -> str:
    b = f.builder
    stem = "and" if e.operator == "&&" else "or"
    right_label, end = b.new_name(f"{stem}.right"), b.new_name(f"{stem}.end")
    left = truth(f, e.left)
    left_block = b.block
    decided = "false" if e.operator == "&&" else "true"
    if e.operator == "&&":
        b.cbranch(left, right_label, end)
    else:
        b.cbranch(left, end, right_label)
    b.start_block(right_label)
    right = truth(f, e.right)
    right_block = b.block
    b.start_block(end)
    # Known without optimisation too: programs call undeclared functions where gcc -O0 sees that control never comes.
    if decided in (left, right):
        return decided
    if left in ("true", "false"):
        return right
    return b.phi("i1", [(decided, left_block), (right, right_block)])


@value(typed.Logical)
def logical(f: FunctionContext, e: typed.Logical) -> str:
    return as_int(f, logical_condition(f, e))


def branch_on(f: FunctionContext, e: typed.Expression, then: str, otherwise: str) -> None:
    """Jumps to `then` when `e` compares unequal to 0, else to `otherwise`: no value is made of && || !."""
    while True:
        if type(e) is typed.LogicalNot:
            e, then, otherwise = e.operand, otherwise, then
        elif type(e) is typed.Conversion and keeps_truth(e):
            e = e.operand
        elif type(e) is typed.Comma:
            f.discard(e.left)
            e = e.right
        else:
            break
    b = f.builder
    f.at(e.pos)
    if type(e) is typed.Logical:
        middle = b.new_name("and.right" if e.operator == "&&" else "or.right")
        if e.operator == "&&":
            branch_on(f, e.left, middle, otherwise)
        else:
            branch_on(f, e.left, then, middle)
        b.start_block(middle)
        branch_on(f, e.right, then, otherwise)
    elif type(e) is typed.IntegerConstant:
        b.branch(then if e.value else otherwise)
    elif type(e) is typed.Comparison and type(e.left) is not typed.Load and (known := fold_integer(e)) is not None:
        b.branch(then if known else otherwise)
    else:
        b.cbranch(truth(f, e), then, otherwise)


# --------------------------------------------------------------------------- conditional and comma


@value(typed.Conditional)
def conditional(f: FunctionContext, e: typed.Conditional) -> str:
    b = f.builder
    then, otherwise, end = b.new_name("cond.then"), b.new_name("cond.else"), b.new_name("cond.end")
    if e.then is None:
        value = f.value(e.condition)
        b.cbranch(nonzero(f, value, e.condition.type), then, otherwise)
        b.start_block(then)
        first = "" if isinstance(e.type, VoidType) else convert(f, value, e.condition.type, e.type)
    else:
        branch_on(f, e.condition, then, otherwise)
        b.start_block(then)
        first = _arm(f, e.then, e.type)
    first_block = b.block
    b.branch(end)
    b.start_block(otherwise)
    second = _arm(f, e.otherwise, e.type)
    second_block = b.block
    b.start_block(end)
    if isinstance(e.type, VoidType):
        return ""
    return b.phi(value_type(e.type), [(first, first_block), (second, second_block)])


def _arm(f: FunctionContext, e: typed.Expression, ctype: CType) -> str:
    if isinstance(ctype, VoidType):
        f.discard(e)
        return ""
    return f.value(e)


@record(typed.Conditional)
def conditional_record(f: FunctionContext, e: typed.Conditional) -> Place:
    b = f.builder
    then, otherwise, end = b.new_name("cond.then"), b.new_name("cond.else"), b.new_name("cond.end")
    assert e.then is not None
    branch_on(f, e.condition, then, otherwise)
    b.start_block(then)
    first = f.record(e.then)
    first_block = b.block
    b.branch(end)
    b.start_block(otherwise)
    second = f.record(e.otherwise)
    second_block = b.block
    b.start_block(end)
    pointer = b.phi("ptr", [(first.pointer, first_block), (second.pointer, second_block)])
    may_alias = first.may_alias or second.may_alias
    return Place(pointer, min(first.alignment, second.alignment), e.type, may_alias=may_alias)


@value(typed.Comma)
def comma(f: FunctionContext, e: typed.Comma) -> str:
    f.discard(e.left)
    if isinstance(e.type, VoidType):
        f.discard(e.right)
        return ""
    return f.value(e.right)


@record(typed.Comma)
def comma_record(f: FunctionContext, e: typed.Comma) -> Place:
    f.discard(e.left)
    return f.record(e.right)


# --------------------------------------------------------------------------- assignment


@value(typed.Assign)
def assign(f: FunctionContext, e: typed.Assign) -> str:
    return _assign(f, e, wanted=True)


def _assign(f: FunctionContext, e: typed.Assign, wanted: bool) -> str:
    if not value_first(e.value):
        target = f.place(e.target)
        return store(f, target, f.value(e.value), wanted)
    if isinstance(e.value, typed.Load):
        source = f.place(e.value.lvalue)
        target = f.place(e.target)
        return store(f, target, load(f, source), wanted)
    new = f.value(e.value)
    return store(f, f.place(e.target), new, wanted)


@record(typed.Assign)
def assign_record(f: FunctionContext, e: typed.Assign) -> Place:
    if value_first(e.value):
        source = f.record(e.value)
        target = f.place(e.target)
    else:
        target = f.place(e.target)
        source = f.record(e.value)
    if target.type.qualifiers & ATOMIC:
        store_object(f, target, source.pointer)
        return source
    copy(f, target, source)
    return target


@value(typed.CompoundAssign)
def compound_assign(f: FunctionContext, e: typed.CompoundAssign) -> str:
    return _compound_assign(f, e, wanted=True)


def _compound_assign(f: FunctionContext, e: typed.CompoundAssign, wanted: bool) -> str:
    right = f.value(e.value)
    target = f.place(e.target)
    ctype = unqualified(e.target.type)
    if target.type.qualifiers & ATOMIC:
        return update(f, target, lambda old: _computed(f, e, old, right))[1]
    old = load(f, target)
    if isinstance(ctype, PointerType):
        if e.operator == "-":
            right = f.builder.sub("i64", "0", right)
        return store(f, target, scaled(f, old, right, ctype.target))
    left_type = e.computation_type
    if isinstance(left_type, ComplexType) and not isinstance(ctype, ComplexType) and e.operator != "/":
        # A real target of a floating operation stays real, but for a dividend (Annex G.5).
        component = left_type.component
        left_type = component if isinstance(component, FloatingType) else left_type
    left = convert(f, old, ctype, left_type)
    new = operate(f, e.operator, e.computation_type, left, right, e.value.type, left_type)
    return store(f, target, convert(f, new, e.computation_type, ctype), wanted)


@value(typed.Increment)
def increment(f: FunctionContext, e: typed.Increment) -> str:
    return _increment(f, e, wanted=True)


def _increment(f: FunctionContext, e: typed.Increment, wanted: bool) -> str:
    target = f.place(e.target)
    if target.type.qualifiers & ATOMIC:
        before, after = update(f, target, lambda old: _stepped(f, e, old))
        return after if e.prefix else before
    old = load(f, target)
    ctype = unqualified(e.target.type)
    if isinstance(ctype, PointerType):
        new = scaled(f, old, str(e.delta), ctype.target)
    else:
        left = convert(f, old, ctype, e.computation_type)
        one, one_type = _one(e.computation_type), e.computation_type
        if isinstance(e.computation_type, ComplexType):
            one_type = e.computation_type.component
            one = _one(one_type)
        elif isinstance(e.computation_type, VectorType):
            one = splat(f, e.computation_type, _one(e.computation_type.element))
        operator = "+" if e.delta > 0 else "-"
        if target.bit_width is not None and isinstance(e.computation_type, IntegerType):
            # What goes beyond int wraps in gcc and clang: only `+= 1` is the sum of two ints to them.
            computed = f.builder.binary(_INTEGER_OPCODES[operator], value_type(e.computation_type), left, one)
        else:
            computed = operate(f, operator, e.computation_type, left, one, one_type)
        new = convert(f, computed, e.computation_type, ctype)
    kept = store(f, target, new, wanted and e.prefix)
    return kept if e.prefix else old


def _computed(f: FunctionContext, e: typed.CompoundAssign, old: str, right: str) -> str:
    """The value that a compound assignment to an atomic object stores when it finds `old`."""
    ctype = unqualified(e.target.type)
    if isinstance(ctype, PointerType):
        return scaled(f, old, f.builder.sub("i64", "0", right) if e.operator == "-" else right, ctype.target)
    left = convert(f, old, ctype, e.computation_type)
    return convert(f, operate(f, e.operator, e.computation_type, left, right, e.value.type), e.computation_type, ctype)


def _stepped(f: FunctionContext, e: typed.Increment, old: str) -> str:
    """The value behind or before `old`."""
    ctype = unqualified(e.target.type)
    if isinstance(ctype, PointerType):
        return scaled(f, old, str(e.delta), ctype.target)
    left = convert(f, old, ctype, e.computation_type)
    one = _one(e.computation_type)
    computed = operate(f, "+" if e.delta > 0 else "-", e.computation_type, left, one, e.computation_type)
    return convert(f, computed, e.computation_type, ctype)


@discarded(typed.Assign)
def assign_statement(f: FunctionContext, e: typed.Assign) -> None:
    if is_record(e.type):
        assign_record(f, e)
    else:
        _assign(f, e, wanted=False)


@discarded(typed.CompoundAssign)
def compound_assign_statement(f: FunctionContext, e: typed.CompoundAssign) -> None:
    _compound_assign(f, e, wanted=False)


@discarded(typed.Increment)
def increment_statement(f: FunctionContext, e: typed.Increment) -> None:
    _increment(f, e, wanted=False)


def _one(ctype: CType) -> str:
    if isinstance(ctype, ComplexType | VectorType):
        return ""
    if isinstance(ctype, FloatingType):
        return {"x86_fp80": "0xK3FFF8000000000000000", "fp128": "0xL0000000000000000" + "3FFF000000000000"}.get(
            value_type(ctype), "1.0"
        )
    return "true" if value_type(ctype) == "i1" else "1"


# --------------------------------------------------------------------------- statement expressions


@value(typed.StatementExpression)
def statement_expression(f: FunctionContext, e: typed.StatementExpression) -> str:
    outer = _enter(f, e)
    result = ""
    if e.result is not None:
        if is_record(e.result.type) or isinstance(e.type, VoidType):
            f.discard(e.result)
        else:
            result = f.value(e.result)
    _leave(f, e, outer)
    return result


@record(typed.StatementExpression)
def statement_expression_record(f: FunctionContext, e: typed.StatementExpression) -> Place:
    outer = _enter(f, e)
    assert e.result is not None
    result = f.record(e.result)
    if e.body.cleanups:
        copy(f, kept := f.temporary(result.type), result)
        result = kept
    _leave(f, e, outer)
    return result


def _enter(f: FunctionContext, e: typed.StatementExpression) -> int | None:
    """The statements of the block; its scope stays open for the result. Answers the debugger's scope around it."""
    f.saved_stacks.append(None)
    f.value_depths.add(len(f.saved_stacks))
    outer = f.enter_block(e.pos)
    for item in e.body.items:
        f.statement(item)
    f.open_block()
    return outer


def _leave(f: FunctionContext, e: typed.StatementExpression, outer: int | None) -> None:
    f.scope = outer
    for call in e.body.cleanups:
        f.discard(call)
        f.open_block()
    f.value_depths.discard(len(f.saved_stacks))
    restore_stack(f, len(f.saved_stacks) - 1)
    f.saved_stacks.pop()
