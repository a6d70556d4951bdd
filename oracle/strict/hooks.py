"""Making typed-tree nodes: the calls of the runtime's functions, and the variables in between."""

from __future__ import annotations

from minicc.check import typed
from minicc.types.ctype import (
    CHAR,
    CONST,
    INT,
    LONG,
    ULONG,
    VOID,
    VOLATILE,
    ArrayType,
    CType,
    FunctionType,
    PointerType,
    qualified,
    unqualified,
)
from minicc.types.layout import align_of

ANY_POINTER = PointerType(qualified(VOID, CONST | VOLATILE))
TEXT = PointerType(qualified(CHAR, CONST))
_FIRST_IDENTITY = 2_000_000_000

# One letter each: the result, then the parameters. v void, p pointer, u unsigned long, l long, s string.
_SIGNATURES = {
    "oracle_enter": "vpp",
    "oracle_leave": "vp",
    "oracle_new": "puuuuu",
    "oracle_end": "vp",
    "oracle_reset": "vp",
    "oracle_global": "vpuuu",
    "oracle_read": "ppuuuu",
    "oracle_write": "ppuuuu",
    "oracle_start": "vpu",
    "oracle_read_bits": "ppuuu",
    "oracle_write_bits": "ppuuu",
    "oracle_union": "vpuuu",
    "oracle_set": "vpuuu",
    "oracle_read_record": "vpuu",
    "oracle_copy": "vppuuu",
    "oracle_copy_byte": "vppu",
    "oracle_overlap": "vpupuuu",
    "oracle_record": "ppuuu",
    "oracle_same": "vppuu",
    "oracle_offset": "pplu",
    "oracle_index": "lluu",
    "oracle_step": "vlluu",
    "oracle_equal": "vppu",
    "oracle_event": "vpupuuuu",
    "oracle_events": "vpu",
    "oracle_restrict": "vppuluu",
    "oracle_function": "vps",
    "oracle_call": "vpsu",
    "oracle_types_passed": "vs",
    "oracle_fell_off": "v",
    "oracle_returns": "vpp",
    "oracle_returns_value": "v",
    "oracle_give": "vpu",
    "oracle_take": "vpu",
    "oracle_value_used": "vu",
    "oracle_setjmp": "vplp",
    "oracle_va_start": "vppu",
    "oracle_va_copy": "vpp",
    "oracle_va_end": "vp",
    "oracle_va_arg": "vpsuu",
    "oracle_opaque": "vp",
    "oracle_at": "vu",
    "oracle_room": "vpu",
    "oracle_broken": "vssu",
    "oracle_temporary": "vpu",
    "oracle_next": "uuuu",
}
_CODES: dict[str, CType] = {"v": VOID, "p": ANY_POINTER, "u": ULONG, "l": LONG, "s": TEXT}


class Hooks:
    """The runtime's functions as far as one unit calls them, and fresh variables."""

    def __init__(self) -> None:
        self.functions: dict[str, typed.Function] = {}
        self._identity = _FIRST_IDENTITY

    def call(self, name: str, pos: int, *arguments: typed.Expression | int | str) -> typed.Call:
        """A call of a runtime function; each argument is converted to what it takes."""
        function = self.functions.get(name)
        if function is None:
            types = [_CODES[code] for code in _SIGNATURES[name]]
            ctype = FunctionType(types[0], tuple(types[1:]))
            function = typed.Function(name, ctype, "external", self.fresh(), pos, name, referenced=True)
            self.functions[name] = function
        parameters = function.type.parameters
        values = [_argument(pos, given, ctype) for given, ctype in zip(arguments, parameters, strict=True)]
        address = typed.FunctionAddress(pos, PointerType(function.type), function)
        return typed.Call(pos, function.type.result, address, values, function.type)

    def statement(self, name: str, pos: int, *arguments: typed.Expression | int | str) -> typed.ExpressionStatement:
        """The call as a statement."""
        return typed.ExpressionStatement(pos, self.call(name, pos, *arguments))

    def fresh(self) -> int:
        """An identity that no other entity has."""
        self._identity += 1
        return self._identity

    def variable(self, pos: int, ctype: CType, value: typed.Expression | None = None) -> typed.Variable:
        """A new automatic variable, initialised with `value`."""
        identity = self.fresh()
        name = f"oracle_{identity - _FIRST_IDENTITY}"
        whole = None
        if value is not None:
            whole = typed.Initializer([typed.InitializerElement((), 0, ctype, value)], whole=True)
        return typed.Variable(
            name, ctype, "automatic", "none", identity, pos, name, align_of(ctype), whole, referenced=True
        )


def _argument(pos: int, given: typed.Expression | int | str, ctype: CType) -> typed.Expression:
    if isinstance(given, int):
        return typed.IntegerConstant(pos, ctype, given)
    if isinstance(given, str):
        return converted(text(pos, given), ctype)
    return converted(given, ctype)


def text(pos: int, value: str) -> typed.Expression:
    """A string as a pointer to its first character."""
    data = value.encode() + b"\0"
    literal = typed.StringLiteral(pos, ArrayType(CHAR, len(data)), data)
    return typed.ArrayDecay(pos, PointerType(CHAR), literal)


def converted(value: typed.Expression, ctype: CType) -> typed.Expression:
    """`value` as `ctype`."""
    return value if value.type is ctype else typed.Conversion(value.pos, ctype, value, True)


def load(variable: typed.Variable, pos: int) -> typed.Expression:
    """The value of a variable of ours."""
    reference = typed.VariableReference(pos, variable.type, variable)
    return typed.Load(pos, unqualified(variable.type), reference)


def assign(variable: typed.Variable, value: typed.Expression) -> typed.Statement:
    """`variable = value;`"""
    reference = typed.VariableReference(value.pos, variable.type, variable)
    return typed.ExpressionStatement(value.pos, typed.Assign(value.pos, unqualified(variable.type), reference, value))


def copied_bytes(to: typed.Expression, source: typed.Expression, size: int) -> typed.Expression:
    """`__builtin_memcpy(to, source, size)`, for what cannot be assigned: arrays, records with const members."""
    pos, pointer = to.pos, PointerType(VOID)
    values = [converted(to, pointer), converted(source, pointer), typed.IntegerConstant(pos, ULONG, size)]
    return typed.BuiltinCall(pos, pointer, "__builtin_memcpy", values)


def address(lvalue: typed.Lvalue) -> typed.Expression:
    """A pointer to what the lvalue denotes."""
    if isinstance(lvalue, typed.Dereference):
        return lvalue.pointer
    return typed.AddressOf(lvalue.pos, PointerType(lvalue.type), lvalue)


def at(pointer: typed.Expression, ctype: CType) -> typed.Dereference:
    """`*(T *)pointer`"""
    return typed.Dereference(pointer.pos, ctype, converted(pointer, PointerType(ctype)))


def block_value(
    pos: int, items: list[typed.Statement], result: typed.Expression | None, ctype: CType
) -> typed.Expression:
    """`({ items; result; })`; just `result` when there is nothing before it."""
    if not items and result is not None:
        return result
    return typed.StatementExpression(pos, ctype, typed.Block(pos, items), result)


def number(pos: int, value: int) -> typed.IntegerConstant:
    """An int constant."""
    return typed.IntegerConstant(pos, INT, value)
