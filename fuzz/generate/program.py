"""The syntax tree of a generated program.

Every expression knows its C type and whether evaluating it may have a side
effect (`effects`). Repair edits nodes in place, keeping their types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from fuzz.generate.types import (
    FloatType,
    FunctionType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
    Type,
    VectorType,
)

Value = int | float | Fraction | bytes
"""A scalar (pointers are addresses of the interpreter's store), or the bytes of a struct, a union or a vector."""


@dataclass(slots=True, eq=False)
class Variable:
    name: str
    type: Type
    is_static: bool = False
    """Static storage duration: a global, or a static local."""
    external: bool = False
    """A global with external linkage: optimisers cannot know its value at the start of main."""
    const: bool = False
    volatile: bool = False
    addressable: bool = True
    locked: bool = False
    """Nothing may be stored in it now: it controls a loop or a recursion."""
    register: bool = False
    atomic: bool = False
    thread_local: bool = False
    type_name: str = ""
    """A typedef name to declare it with."""


@dataclass(slots=True, eq=False)
class Expression:
    type: Type
    effects: bool = field(default=False, kw_only=True)


@dataclass(slots=True, eq=False)
class Literal(Expression):
    """A constant; `text` overrides how it is spelled (an enumerator, a character, an octal number)."""

    value: int | float | Fraction
    text: str = ""


@dataclass(slots=True, eq=False)
class StringLiteral(Expression):
    """A string literal used as a pointer to its first character."""

    text: bytes


@dataclass(slots=True, eq=False)
class Name(Expression):
    variable: Variable


@dataclass(slots=True, eq=False)
class MemberOf(Expression):
    """`base.member`, or `pointer->member` when `arrow`."""

    base: Expression
    member: Member
    arrow: bool


@dataclass(slots=True, eq=False)
class Index(Expression):
    """`base[index]` where base is an array lvalue or a pointer."""

    base: Expression
    index: Expression
    swapped: bool = False
    """Printed as `index[base]`."""
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Dereference(Expression):
    pointer: Expression


@dataclass(slots=True, eq=False)
class AddressOf(Expression):
    lvalue: Expression


@dataclass(slots=True, eq=False)
class Decay(Expression):
    """An array lvalue used as a pointer to its first element; prints as the array."""

    lvalue: Expression


@dataclass(slots=True, eq=False)
class Unary(Expression):
    op: str
    operand: Expression
    wraps: bool = False


@dataclass(slots=True, eq=False)
class Binary(Expression):
    """Arithmetic, bitwise, shift and comparison operators on arithmetic operands.

    `common` is the type in which they are computed. `wraps` computes in the corresponding unsigned type
    and converts back: what repair does to an overflow.
    """

    op: str
    left: Expression
    right: Expression
    common: IntegerType | FloatType
    wraps: bool = False
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Logical(Expression):
    op: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Conditional(Expression):
    condition: Expression
    if_true: Expression
    if_false: Expression


@dataclass(slots=True, eq=False)
class Comma(Expression):
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Cast(Expression):
    operand: Expression
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Assign(Expression):
    target: Expression
    value: Expression
    last_run: int = 0


@dataclass(slots=True, eq=False)
class CompoundAssign(Expression):
    """`target op= value`, computed in `common` and converted to the type of the target."""

    op: str
    target: Expression
    value: Expression
    common: IntegerType | FloatType
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Increment(Expression):
    target: Expression
    delta: int
    prefix: bool
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Call(Expression):
    """A call of a function by its name, or through `pointer` when there is one."""

    function: Function | None
    pointer: Expression | None
    arguments: list[Expression]
    last_run: int = 0


@dataclass(slots=True, eq=False)
class VariadicCall(Expression):
    """A call of the program's variadic function: one kind letter for each argument."""

    kinds: str
    arguments: list[Expression]
    last_run: int = 0


@dataclass(slots=True, eq=False)
class FunctionName(Expression):
    function: Function
    ampersand: bool = False


@dataclass(slots=True, eq=False)
class PointerOffset(Expression):
    """`pointer + index` or, with `sign` -1, `pointer - index`."""

    pointer: Expression
    index: Expression
    sign: int
    past_end: bool = False
    """May point one past the end of an object. Such pointers are not kept: they may equal other objects' addresses."""
    last_run: int = 0


@dataclass(slots=True, eq=False)
class PointerDifference(Expression):
    """`left - right`, two pointers into one array."""

    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class PointerCompare(Expression):
    op: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Sizeof(Expression):
    """`sizeof` of a type or of an expression, which is not evaluated."""

    of: Type | Expression


@dataclass(slots=True, eq=False)
class InitialiserList:
    """A braced initialiser: (designator or "", path into the object, value), in source order.

    A path step is a member or an index. Whatever no entry names is zero.
    """

    entries: list[InitialiserEntry]


@dataclass(slots=True, eq=False)
class InitialiserEntry:
    designator: str
    step: Member | int
    value: Initialiser


@dataclass(slots=True, eq=False)
class StringInitialiser:
    """A character array initialised by a string literal."""

    text: bytes
    prefix: str = ""


@dataclass(slots=True, eq=False)
class WideStringInitialiser:
    """An array of wchar_t, char16_t or char32_t initialised by a string literal of these characters."""

    prefix: str
    codes: tuple[int, ...]


Initialiser = Expression | InitialiserList | StringInitialiser | WideStringInitialiser


@dataclass(slots=True, eq=False)
class CompoundLiteral(Expression):
    initialiser: InitialiserList


@dataclass(slots=True, eq=False)
class Statement:
    pass


@dataclass(slots=True, eq=False)
class Block(Statement):
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Declare(Statement):
    variable: Variable
    initialiser: Initialiser | None
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Evaluate(Statement):
    expression: Expression


@dataclass(slots=True, eq=False)
class Check(Statement):
    """Print a labelled value and mix it into the checksum; a quiet one only mixes."""

    label: str
    value: Expression
    quiet: bool = False
    last_run: int = 0


@dataclass(slots=True, eq=False)
class ShowChecksum(Statement):
    """Print a label and the checksum so far."""

    label: str


@dataclass(slots=True, eq=False)
class If(Statement):
    condition: Expression
    then: Block
    otherwise: Block | None
    fixed: bool = False
    """The condition ends a loop or a recursion: no repair turns it around."""
    last_run: int = 0


@dataclass(slots=True, eq=False)
class For(Statement):
    start: Declare | Evaluate | None
    condition: Expression | None
    step: Expression | None
    body: Block


@dataclass(slots=True, eq=False)
class While(Statement):
    condition: Expression
    body: Block


@dataclass(slots=True, eq=False)
class DoWhile(Statement):
    body: Block
    condition: Expression


@dataclass(slots=True, eq=False)
class Case:
    """One run of labels (`text` is the constant expression as written; None is `default`) and its statements."""

    value: int | None
    text: str
    body: list[Statement]
    high: int | None = None
    """The end of the range `case value ... high`."""


@dataclass(slots=True, eq=False)
class Switch(Statement):
    value: Expression
    cases: list[Case]
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Break(Statement):
    pass


@dataclass(slots=True, eq=False)
class Continue(Statement):
    pass


@dataclass(slots=True, eq=False)
class Return(Statement):
    """`type` is the function's: the value is converted to it as by assignment."""

    value: Expression | None
    type: Type
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Goto(Statement):
    label: str


@dataclass(slots=True, eq=False)
class Label(Statement):
    label: str


@dataclass(slots=True, eq=False)
class Function:
    name: str
    result: Type
    parameters: list[Variable]
    body: Block
    statics: list[Declare] = field(default_factory=list)
    qualifiers: str = "static"
    cost: int = 1
    """About how many statements one call executes."""
    recursive: bool = False
    """The first parameter is the depth that is left."""
    definition_last: bool = False
    """Declared before its users, defined after them."""
    old_style: bool = False
    """Defined with an identifier list (C11 6.9.1p6): calls convert their arguments themselves."""

    @property
    def type(self) -> FunctionType:
        return FunctionType(self.result, tuple(p.type for p in self.parameters))


@dataclass(slots=True, eq=False)
class EnumDefinition:
    tag: str
    enumerators: list[tuple[str, str, int]]
    """Name, the text after `=` (may be empty), value."""
    type: IntegerType


@dataclass(slots=True, eq=False)
class Typedef:
    name: str
    type: Type


@dataclass(slots=True, eq=False)
class VariadicRecord:
    """A struct that goes through the variadic function, and what is made of it there: integers from `variable`."""

    variable: Variable
    parts: list[Expression]


@dataclass(slots=True, eq=False)
class Program:
    definitions: list[RecordType | VectorType | EnumDefinition | Typedef] = field(default_factory=list)
    globals: list[Declare] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    infinities: bool = False
    """Whether floating operations may overflow, divide by zero, and give NaN."""
    jump_buffers: list[str] = field(default_factory=list)
    main: Block = field(default_factory=lambda: Block([]))
    uses_variadic: bool = False
    uses_extended_arguments: bool = False
    uses_wide_arguments: bool = False
    variadic_records: dict[str, VariadicRecord] = field(default_factory=dict)
    """By the letter that stands for one in the first argument of the variadic function."""


def record_of(node: MemberOf) -> RecordType:
    type = node.base.type
    if node.arrow:
        assert isinstance(type, PointerType)
        type = type.target
    assert isinstance(type, RecordType)
    return type


def held_type(target: Expression) -> Type:
    """The type of what a store to the target leaves there."""
    return target.member.held if isinstance(target, MemberOf) else target.type


def extent(target: Expression) -> int:
    """Bytes that a store to the target may write, counted from its address (of a bit-field: that of its record)."""
    if isinstance(target, MemberOf) and target.member.bits is not None:
        return record_of(target).size
    return target.type.size


def size_of(node: Sizeof) -> int:
    return node.of.type.size if isinstance(node.of, Expression) else node.of.size
