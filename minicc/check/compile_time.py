"""`__builtin_constant_p` and `__builtin_object_size` (gcc manual, "Other Builtins", "Object Size Checking Built-in
Functions"): answered here where the answer is plain, else left to what the optimiser finds out.
"""

from __future__ import annotations

from minicc.check import constants, typed
from minicc.check.context import Context
from minicc.check.effects import has_side_effects
from minicc.syntax import nodes
from minicc.types.ctype import INT, ULONG, VOLATILE, ArrayType, ComplexType, PointerType, RecordType, VectorType
from minicc.types.layout import IncompleteTypeError, is_complete, is_variable_length, size_of

_UNKNOWN = (1 << 64) - 1


def constant_p(context: Context, node: nodes.Call) -> typed.Expression:
    """1 for what is constant already. 0 where a constant is needed, for what has side effects and for pointers.

    Anything else is for the optimiser to find out: it answers 0 at -O0, as gcc does.
    """
    with context.expressions.unevaluated():
        value = context.expressions.value(node.arguments[0])
        folded = constants.fold(value)
    known = isinstance(folded, typed.IntegerConstant | typed.FloatingConstant) or (
        isinstance(folded, typed.AddressConstant) and isinstance(folded.base, typed.StringLiteral)
    )
    if (
        known
        or context.function is None
        or context.constant_reads
        or context.constant_wanted
        or context.unevaluated
        or isinstance(value.type, PointerType | RecordType | VectorType | ComplexType)
        or has_side_effects(node.arguments[0])
        or not _may_be_evaluated(value)
    ):
        return typed.IntegerConstant(node.pos, INT, int(known))
    again = context.expressions.value(node.arguments[0])
    return typed.BuiltinCall(node.pos, INT, "__builtin_constant_p", [again])


def object_size(context: Context, name: str, node: nodes.Call) -> typed.Expression:
    """Kinds 0 and 1: at most so many bytes; 2 and 3: at least so many; 1 and 3 of the closest surrounding subobject."""
    with context.expressions.unevaluated():
        pointer = context.expressions.value(node.arguments[0])
    kind = context.expressions.integer_constant(
        node.arguments[1], f"last argument of '__builtin_{name}' is not integer constant between 0 and 3"
    )
    if not 0 <= kind <= 3:
        context.error(
            f"last argument of '__builtin_{name}' is not integer constant between 0 and 3", node.arguments[1].pos
        )
    if kind & 1:
        shown = context.function_declarations.copies.size_of_subobject(pointer)
        if shown is not None:
            return shown
    known = remaining_in_subobject(pointer) if kind & 1 else _remaining(pointer, False)
    if known is not None:
        return typed.IntegerConstant(node.pos, ULONG, max(known, 0))
    if (
        kind == 3
        or context.function is None
        or context.constant_reads
        or context.constant_wanted
        or context.unevaluated
        or not isinstance(pointer.type, PointerType)
        or has_side_effects(node.arguments[0])
        or not _may_be_evaluated(pointer)
    ):
        return typed.IntegerConstant(node.pos, ULONG, _UNKNOWN if kind < 2 else 0)
    again = context.expressions.value(node.arguments[0])
    number = typed.IntegerConstant(node.arguments[1].pos, INT, kind)
    return typed.BuiltinCall(node.pos, ULONG, f"__builtin_{name}", [again, number])


def _remaining(pointer: typed.Expression, of_subobject: bool) -> int | None:
    """The bytes from where `pointer` points to the end of the object, when both are plain to see."""
    try:
        found = _extent(pointer)
    except IncompleteTypeError:
        return None
    if found is None:
        return None
    offset, start, size, is_last = found
    if not of_subobject or is_last:
        start, size = 0, _object_size(_base(pointer))
    return start + size - offset


def remaining_in_subobject(pointer: typed.Expression) -> int | None:
    """`__builtin_object_size(pointer, 1)` when that is plain to see, also inside an object that is not."""
    known = _remaining(pointer, True)
    if known is None:
        known = _remaining_in_array(pointer)
    return None if known is None else max(known, 0)


def _remaining_in_array(pointer: typed.Expression) -> int | None:
    """The bytes to the end of an array that is a member of whatever record, but not its last one: `p->a + 2`."""
    moved = 0
    while True:
        if isinstance(pointer, typed.Conversion) and isinstance(pointer.operand.type, PointerType):
            pointer = pointer.operand
        elif isinstance(pointer, typed.PointerOffset) and isinstance(pointer.type, PointerType):
            index = constants.fold_integer(pointer.index)
            if index is None or not is_complete(pointer.type.target) or is_variable_length(pointer.type.target):
                return None
            moved += index * size_of(pointer.type.target) * (-1 if pointer.negative else 1)
            pointer = pointer.pointer
        elif isinstance(pointer, typed.AddressOf | typed.ArrayDecay) and isinstance(pointer.lvalue, typed.Dereference):
            pointer = pointer.lvalue.pointer
        else:
            break
    if not isinstance(pointer, typed.ArrayDecay | typed.AddressOf):
        return None
    array = pointer.lvalue
    if not isinstance(array, typed.MemberAccess) or not is_complete(array.type) or is_variable_length(array.type):
        return None
    return None if _is_trailing(array) else size_of(array.type) - moved


def _is_trailing(member: typed.Lvalue) -> bool:
    """Whether a member, or what it is an element of, ends the record around it: gcc takes it for a flexible one."""
    while isinstance(member, typed.MemberAccess):
        assert isinstance(member.record.type, RecordType)
        definition = member.record.type.definition
        members = definition.members or []
        if definition.keyword == "struct" and member.member is not members[-1]:
            return False
        member = member.record
    return True


def _object_size(base: typed.Lvalue | None) -> int:
    if isinstance(base, typed.StringLiteral):
        return len(base.data)
    assert base is not None
    return size_of(base.type)


def _base(pointer: typed.Expression) -> typed.Lvalue | None:
    """The object that a pointer is derived from."""
    lvalue: typed.Lvalue | None = None
    while True:
        if isinstance(pointer, typed.Conversion) and isinstance(pointer.operand.type, PointerType):
            pointer = pointer.operand
        elif isinstance(pointer, typed.PointerOffset):
            pointer = pointer.pointer
        elif isinstance(pointer, typed.AddressOf | typed.ArrayDecay):
            lvalue = pointer.lvalue
            while isinstance(lvalue, typed.MemberAccess):
                lvalue = lvalue.record
            if not isinstance(lvalue, typed.Dereference):
                return lvalue
            pointer = lvalue.pointer
        else:
            return None


def _extent(pointer: typed.Expression) -> tuple[int, int, int, bool] | None:
    """Where a pointer points in the object it is derived from.

    Its offset, then the offset and size of the subobject, and whether that is an array at the end of a record, which
    gcc takes for a flexible one.
    """
    if isinstance(pointer, typed.Conversion) and isinstance(pointer.operand.type, PointerType):
        return _extent(pointer.operand)
    if isinstance(pointer, typed.PointerOffset):
        inner = _extent(pointer.pointer)
        index = constants.fold_integer(pointer.index)
        if inner is None or index is None or not isinstance(pointer.type, PointerType):
            return None
        moved = index * size_of(pointer.type.target) * (-1 if pointer.negative else 1)
        return inner[0] + moved, *inner[1:]
    if isinstance(pointer, typed.AddressOf | typed.ArrayDecay):
        return _lvalue_extent(pointer.lvalue)
    return None


def _lvalue_extent(lvalue: typed.Lvalue) -> tuple[int, int, int, bool] | None:
    if isinstance(lvalue, typed.StringLiteral):
        return 0, 0, len(lvalue.data), False
    if not is_complete(lvalue.type) or is_variable_length(lvalue.type):
        return None
    if isinstance(lvalue, typed.VariableReference | typed.CompoundLiteral):
        return 0, 0, size_of(lvalue.type), False
    if isinstance(lvalue, typed.Dereference):
        inner = _extent(lvalue.pointer)
        return None if inner is None else (inner[0], inner[0], size_of(lvalue.type), False)
    if isinstance(lvalue, typed.MemberAccess):
        outer = _lvalue_extent(lvalue.record)
        if outer is None or lvalue.member.bit_width is not None:
            return None
        assert isinstance(lvalue.record.type, RecordType)
        members = lvalue.record.type.definition.members or []
        is_last = isinstance(lvalue.type, ArrayType) and lvalue.member is members[-1] and outer[3]
        at = outer[0] + lvalue.member.offset
        return at, at, size_of(lvalue.type), is_last
    return None


def _may_be_evaluated(e: typed.Expression) -> bool:
    """Whether evaluating `e` where the program does not can do no harm: no pointer is followed, nothing traps."""
    if isinstance(e, typed.IntegerConstant | typed.FloatingConstant | typed.AddressConstant | typed.FunctionAddress):
        return True
    if isinstance(e, typed.Load):
        return _is_plain_object(e.lvalue)
    if isinstance(e, typed.AddressOf | typed.ArrayDecay):
        return _has_plain_address(e.lvalue)
    if isinstance(e, typed.Conversion | typed.Negation | typed.Complement | typed.LogicalNot):
        return _may_be_evaluated(e.operand)
    if isinstance(e, typed.PointerOffset):
        return _may_be_evaluated(e.pointer) and _may_be_evaluated(e.index)
    if isinstance(e, typed.Arithmetic):
        return e.operator not in ("/", "%") and _may_be_evaluated(e.left) and _may_be_evaluated(e.right)
    if isinstance(e, typed.Comparison | typed.Logical):
        return _may_be_evaluated(e.left) and _may_be_evaluated(e.right)
    if isinstance(e, typed.Conditional):
        then = e.then is None or _may_be_evaluated(e.then)
        return then and _may_be_evaluated(e.condition) and _may_be_evaluated(e.otherwise)
    return False


def _is_plain_object(lvalue: typed.Lvalue) -> bool:
    while isinstance(lvalue, typed.MemberAccess):
        lvalue = lvalue.record
    return isinstance(lvalue, typed.VariableReference) and not lvalue.type.qualifiers & VOLATILE


def _has_plain_address(lvalue: typed.Lvalue) -> bool:
    while isinstance(lvalue, typed.MemberAccess):
        lvalue = lvalue.record
    if isinstance(lvalue, typed.Dereference):
        return _may_be_evaluated(lvalue.pointer)
    return isinstance(lvalue, typed.VariableReference | typed.StringLiteral | typed.CompoundLiteral)
