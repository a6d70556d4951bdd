"""What nodes of the typed tree are, for the strict build: constants, places that are watched, side effects."""

from __future__ import annotations

from collections.abc import Sequence

from minicc.check import typed
from minicc.check.lint_walk import walk
from minicc.types.ctype import (
    CONST,
    RESTRICT,
    VOLATILE,
    ArrayType,
    ComplexType,
    CType,
    FunctionType,
    PointerType,
    RecordType,
    VectorType,
    VoidType,
    unqualified,
)
from minicc.types.layout import is_complete, is_variably_modified, size_of
from oracle.strict.hooks import Hooks, address, load
from oracle.strict.sequence import operands

_EFFECTS = (
    typed.Call,
    typed.BuiltinCall,
    typed.Assign,
    typed.CompoundAssign,
    typed.Increment,
    typed.VaArg,
    typed.StatementExpression,
)
_CONSTANTS = (
    typed.IntegerConstant,
    typed.FloatingConstant,
    typed.AddressConstant,
    typed.FunctionAddress,
    typed.StringLiteral,
    typed.LabelAddress,
    typed.VariableReference,
)


def is_movable(variable: typed.Variable) -> bool:
    """An automatic object that can live in the arena."""
    ctype = variable.type
    while isinstance(ctype, ArrayType):
        ctype = ctype.element
    if isinstance(ctype, RecordType) and ctype.definition.tag == "__va_list_tag":
        return False
    if variable.register or variable.attributes.get("cleanup") or variable.name.startswith("array_length_"):
        return False
    if variable.storage not in ("automatic", "register") or variable.thread_local:
        return False
    return is_complete(variable.type) and not is_variably_modified(variable.type) and size_of(variable.type) > 0


def is_ours(record: typed.Dereference) -> bool:
    """A moved variable, not a pointer of the program."""
    pointer = record.pointer
    while isinstance(pointer, typed.Conversion):
        pointer = pointer.operand
    return (
        isinstance(pointer, typed.Load)
        and isinstance(pointer.lvalue, typed.VariableReference)
        and pointer.lvalue.variable.name.startswith("oracle_")
    )


def bit_field(lvalue: typed.Expression) -> typed.MemberAccess | None:
    return lvalue if isinstance(lvalue, typed.MemberAccess) and lvalue.member.bit_width is not None else None


def through_union(lvalue: typed.Lvalue) -> bool:
    while True:
        match lvalue:
            case typed.MemberAccess():
                record = unqualified(lvalue.record.type)
                if isinstance(record, RecordType) and record.definition.keyword == "union":
                    return True
                lvalue = lvalue.record
            case typed.Dereference():
                # u.array[i]: the array is a member of the union
                pointer = lvalue.pointer
                while isinstance(pointer, typed.PointerOffset | typed.Conversion):
                    pointer = pointer.pointer if isinstance(pointer, typed.PointerOffset) else pointer.operand
                if not isinstance(pointer, typed.ArrayDecay):
                    return False
                lvalue = pointer.lvalue
            case _:
                return False


def is_const(ctype: CType) -> bool:
    """The type of an object that is never modified."""
    while isinstance(ctype, ArrayType):
        ctype = ctype.element
    return bool(ctype.qualifiers & CONST)


def volatile_flag(ctype: CType) -> int:
    while isinstance(ctype, ArrayType):
        ctype = ctype.element
    return int(bool(ctype.qualifiers & VOLATILE))


def value_size(ctype: CType) -> int:
    """The bytes that hold a value: 10 of a long double's 16."""
    ctype = unqualified(ctype)
    return 10 if getattr(ctype, "name", "") == "long double" else size_of(ctype)


def is_sized(ctype: CType) -> bool:
    return isinstance(ctype, VoidType | FunctionType) or is_complete(ctype)


def is_constant(value: typed.Expression) -> bool:
    while True:
        match value:
            case typed.Conversion():
                value = value.operand
            case typed.ArrayDecay() | typed.AddressOf():
                value = value.lvalue
            case _:
                return isinstance(value, _CONSTANTS)


def is_assignable(ctype: CType) -> bool:
    """False for records with const members, and for what varies in length."""
    if is_variably_modified(ctype):
        return False
    if isinstance(ctype, ArrayType):
        return is_assignable(ctype.element)
    if isinstance(ctype, RecordType):
        return all(
            not member.type.qualifiers & CONST and is_assignable(member.type)
            for member in ctype.definition.members or []
        )
    return True


def has_effects(node: typed.Expression) -> bool:
    if isinstance(node, _EFFECTS):
        return True
    match node:
        case typed.Load():
            return bool(node.lvalue.type.qualifiers & VOLATILE) or has_effects(node.lvalue)
        case typed.Logical() | typed.Comma():
            return has_effects(node.left) or has_effects(node.right)
        case typed.Conditional():
            branches = [node.condition, node.otherwise, *([node.then] if node.then is not None else [])]
            return any(has_effects(one) for one in branches)
        case typed.CompoundLiteral():
            initializer = node.variable.initializer
            return initializer is not None and any(has_effects(one.value) for one in initializer.elements)
    return any(has_effects(one) for one in operands(node))


def is_pure(node: typed.Expression) -> bool:
    return not has_effects(node)


def overlap_source(value: typed.Expression) -> typed.Lvalue | None:
    """The union member that an assignment's value is read from, if it is one."""
    while isinstance(value, typed.Conversion):
        value = value.operand
    if (
        isinstance(value, typed.Load)
        and isinstance(value.lvalue, typed.MemberAccess)
        and bit_field(value.lvalue) is None
    ):
        return value.lvalue if through_union(value.lvalue) else None
    return None


def copy_lvalue(lvalue: typed.Lvalue) -> typed.Lvalue:
    if isinstance(lvalue, typed.MemberAccess):
        return typed.MemberAccess(lvalue.pos, lvalue.type, copy_lvalue(lvalue.record), lvalue.member)
    return lvalue


def may_read_first(node: typed.CompoundAssign) -> bool:
    ctype = unqualified(node.target.type)
    if bit_field(node.target) is not None or isinstance(ctype, VectorType | ComplexType):
        return False
    if isinstance(unqualified(node.computation_type), VectorType | ComplexType):
        return False
    return not isinstance(node.target, typed.VectorElement | typed.ComplexPart) and not node.target.type.qualifiers


def is_within(node: typed.PointerOffset, length: int) -> bool:
    """The index is a constant that the array has, or the one past its end."""
    return isinstance(node.index, typed.IntegerConstant) and 0 <= node.index.value <= length and not node.negative


def object_address(lvalue: typed.Lvalue) -> typed.Expression:
    if isinstance(lvalue.type, ArrayType):
        return typed.ArrayDecay(lvalue.pos, PointerType(lvalue.type.element), lvalue)
    return typed.AddressOf(lvalue.pos, PointerType(lvalue.type), lvalue)


def decayed(variable: typed.Variable, pos: int) -> typed.Expression:
    assert isinstance(variable.type, ArrayType)
    reference = typed.VariableReference(pos, variable.type, variable)
    return typed.ArrayDecay(pos, PointerType(variable.type.element), reference)


def function_address(function: typed.Function) -> typed.Expression:
    return typed.FunctionAddress(function.pos, PointerType(function.type), function)


def load_again(value: typed.Expression) -> typed.Expression | None:
    """A second node for a value that is a variable of ours or a constant; None for anything else."""
    if isinstance(value, typed.Load) and isinstance(value.lvalue, typed.VariableReference):
        return load(value.lvalue.variable, value.pos) if value.lvalue.variable.name.startswith("oracle_") else None
    if isinstance(value, typed.Conversion):
        inner = load_again(value.operand)
        return None if inner is None else typed.Conversion(value.pos, value.type, inner, value.explicit)
    return value if is_constant(value) else None


def copied_byte(hooks: Hooks, pos: int, target: typed.Expression, source: typed.Lvalue, line: int) -> typed.Statement:
    """A byte that is copied as it is."""
    return hooks.statement("oracle_copy_byte", pos, target, address(source), line)


def replace_operands(node: typed.Expression, changed: list[typed.Expression]) -> None:
    match node:
        case typed.Arithmetic() | typed.Comparison() | typed.PointerDifference():
            node.left, node.right = changed
        case typed.PointerOffset():
            node.pointer, node.index = changed
        case typed.ComplexValue():
            node.real, node.imaginary = changed
        case typed.VectorValue():
            node.elements = changed
        case typed.VectorSplat() | typed.Negation() | typed.Complement() | typed.LogicalNot() | typed.Conversion():
            (node.operand,) = changed


def replace_call(node: typed.Expression, changed: list[typed.Expression]) -> None:
    assert isinstance(node, typed.Call)
    node.function, *node.arguments = changed


def contains(statement: typed.Statement | None, kinds: tuple[type, ...]) -> bool:
    """True when there is such a statement inside; a switch keeps its own cases to itself."""
    match statement:
        case None:
            return False
        case typed.Block():
            return any(contains(item, kinds) for item in statement.items)
        case typed.If():
            return contains(statement.then, kinds) or contains(statement.otherwise, kinds)
        case typed.While() | typed.DoWhile() | typed.For():
            return contains(statement.body, kinds)
        case typed.Switch():
            outer = tuple(kind for kind in kinds if kind not in (typed.Case, typed.Default))
            return bool(outer) and contains(statement.body, outer)
        case typed.Case() | typed.Default() | typed.Labeled():
            return isinstance(statement, kinds) or contains(statement.statement, kinds)
    return False


def leading_lengths(body: typed.Block) -> int:
    """How many statements at the start only compute the lengths of the parameters' array types."""
    count = 0
    for item in body.items:
        if isinstance(item, typed.LocalVariable) and item.variable.name.startswith("array_length_"):
            count += 1
            continue
        expression = item.expression if isinstance(item, typed.ExpressionStatement) else None
        target = expression.target if isinstance(expression, typed.Assign) else None
        if isinstance(target, typed.VariableReference) and target.variable.name.startswith("array_length_"):
            count += 1
            continue
        break
    return count


# --------------------------------------------------------------------------- restrict


def setjmps_in_place(body: typed.Block) -> set[int]:
    """The calls that are a whole statement or condition, maybe negated or compared with a constant (7.13.1.1p4)."""
    found: set[int] = set()
    for node in walk(body):
        match node:
            case typed.ExpressionStatement(expression=typed.Expression() as whole):
                found.add(id(_without_conversions(whole)))
            case typed.If() | typed.While() | typed.DoWhile() | typed.For() | typed.Conditional():
                if node.condition is not None:
                    found |= _condition_setjmps(node.condition)
            case typed.Switch():
                found |= _condition_setjmps(node.controlling)
    return found


def _condition_setjmps(condition: typed.Expression) -> set[int]:
    whole = _without_conversions(condition)
    while isinstance(whole, typed.LogicalNot):
        whole = _without_conversions(whole.operand)
    if isinstance(whole, typed.Logical):
        # Beyond what 7.13.1.1p4 lists, and as harmless: nothing of the expression is kept over the jump.
        return _condition_setjmps(whole.left) | _condition_setjmps(whole.right)
    sides = [whole.left, whole.right] if isinstance(whole, typed.Comparison) else [whole]
    return {id(_without_conversions(side)) for side in sides}


def _without_conversions(node: typed.Expression) -> typed.Expression:
    while isinstance(node, typed.Conversion):
        node = node.operand
    return node


def restrict_roots(function: typed.Function, *, locals_too: bool) -> dict[int, int]:
    """The restrict-qualified parameters of a function by identity, numbered from 0; and the local variables of its
    outermost block, which are associated with the same block (6.7.3.1p2). Those that take a value from
    another pointer are left out: between two of one block 6.7.3.1p4 does not allow it, but compilers do.
    """
    body = function.body
    found = {one.identity: place for place, one in enumerate(filter(_is_restrict, function.parameters))}
    if body is None or not locals_too:
        return found
    inside = [item.variable for item in body.items if isinstance(item, typed.LocalVariable)]
    automatic = {one.identity: one for one in inside if one.storage not in ("static", "extern") and _is_restrict(one)}
    if not automatic:
        return found
    values = [(one.identity, element.value) for one in automatic.values() for element in _elements(one.initializer)]
    values += [
        (node.target.variable.identity, node.value)
        for node in walk(body)
        if isinstance(node, typed.Assign) and isinstance(node.target, typed.VariableReference)
    ]
    derived = {identity for identity, value in values if _mentioned_pointers(value) - {identity}}
    for identity in sorted(automatic.keys() - derived):
        found[identity] = len(found)
    return found


def _is_restrict(variable: typed.Variable) -> bool:
    return isinstance(variable.type, PointerType) and bool(variable.type.qualifiers & RESTRICT)


def _elements(initializer: typed.Initializer | None) -> Sequence[typed.InitializerElement]:
    return [] if initializer is None else initializer.elements


def _mentioned_pointers(value: typed.Expression) -> set[int]:
    named = [node.variable for node in walk(value) if isinstance(node, typed.VariableReference)]
    return {one.identity for one in named if isinstance(one.type, PointerType)}


def root_of(lvalue: typed.Lvalue, roots: dict[int, int]) -> int | None:
    match lvalue:
        case typed.MemberAccess():
            return root_of(lvalue.record, roots)
        case typed.VariableReference():
            return -1 if lvalue.variable.storage in ("static", "extern") else None
        case typed.Dereference():
            pointer = lvalue.pointer
            while isinstance(pointer, typed.PointerOffset | typed.Conversion | typed.Increment):
                if isinstance(pointer, typed.Increment):
                    return variable_root(pointer.target, roots)
                pointer = pointer.pointer if isinstance(pointer, typed.PointerOffset) else pointer.operand
            if isinstance(pointer, typed.Load):
                return variable_root(pointer.lvalue, roots)
            if isinstance(pointer, typed.ArrayDecay):
                return root_of(pointer.lvalue, roots)
    return None


def variable_root(lvalue: typed.Lvalue, roots: dict[int, int]) -> int | None:
    if not isinstance(lvalue, typed.VariableReference):
        return None
    variable = lvalue.variable
    if variable.identity in roots:
        return roots[variable.identity]
    return -1 if variable.is_parameter else None
