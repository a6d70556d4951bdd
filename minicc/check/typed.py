"""The typed tree (boundary B2): names resolved, every implicit conversion a node, layouts and constants computed.

Rules that every consumer may rely on:

* Every expression has a `type`. An expression is either an *lvalue* node (class `Lvalue`: it denotes an object) or
  a value. An lvalue becomes a value only through `Load`, `ArrayDecay`, `AddressOf`; so each read of an object is
  visible.
* Operands have exactly the type that the operation needs: `Arithmetic` of type T has operands of type T
  (unqualified), except a shift's right operand, which has its own promoted type. Conversions are `Conversion` nodes.
* Value types are unqualified; lvalue types keep their qualifiers (volatile accesses are seen there, on the lvalue's
  type).
* An enum-typed value keeps its EnumType until a conversion; promotions convert it to the integer type.
* A record value (struct or union by value) is produced by Load, Call, Assign, Conditional, Comma, VaArg,
  StatementExpression.
"""

from __future__ import annotations

from minicc.quick_dataclasses import dataclass, field
from minicc.types.ctype import CType, EnumDefinition, FunctionType, Record, RecordMember

# --------------------------------------------------------------------------- objects and functions


@dataclass(slots=True, eq=False)
class Variable:
    """An object with a name.

    `storage`: "static" (static storage duration, defined here), "extern" (declared only), "automatic" or "register".
    `linkage`: "external", "internal" or "none". `tentative`: a file-scope definition without initializer.
    `symbol`: the assembler name: `name`, the asm label, or `name.N` for a static local.
    `identity`: unique in the translation unit (two locals of one name differ).
    `alignment`: bytes, at least that of the type.
    `attributes`: GNU attributes by name (`weak`, `section`, `used`, `visibility`, `alias`, ...), with string
    arguments unquoted.
    `register`: the hard register of a GNU local register variable, "" for none.
    """

    name: str
    type: CType
    storage: str
    linkage: str
    identity: int
    pos: int
    symbol: str
    alignment: int
    initializer: Initializer | None = None
    tentative: bool = False
    is_parameter: bool = False
    thread_local: bool = False
    address_taken: bool = False
    referenced: bool = False
    attributes: dict[str, list[str | int]] = field(default_factory=dict)
    register: str = ""


@dataclass(slots=True, eq=False)
class Function:
    """A function. `inline`: "" | "inline" (C99 inline definition: no external definition here) | "extern" | "static"
    | "gnu".

    "gnu" is gnu_inline + extern: a body only for inlining, never emitted; minicc then treats it as a declaration.
    `address_labels`: the labels whose address is taken, which a computed goto can reach.
    `emit` tells whether lowering must produce a definition (it has a body, and is external or referenced).
    `only_inline`: the body passes its own variable arguments on, so that there is nothing but its copies.
    `is_copy`: a copy of an inline function for some of its calls; it has the name of that function.
    `calls_setjmp`: `__builtin_setjmp` can return in it a second time: its objects keep the values that they have then.
    """

    name: str
    type: FunctionType
    linkage: str
    identity: int
    pos: int
    symbol: str
    parameters: list[Variable] = field(default_factory=list)
    body: Block | None = None
    end: int = 0
    inline: str = ""
    noreturn: bool = False
    emit: bool = False
    referenced: bool = False
    address_labels: dict[str, None] = field(default_factory=dict)
    builtin: str | None = None
    attributes: dict[str, list[str | int]] = field(default_factory=dict)
    calls_setjmp: bool = False
    only_inline: bool = False
    is_copy: bool = False


@dataclass(slots=True, eq=False)
class TypedefName:
    """A typedef, which types themselves do not remember; `pos` is where its name is declared."""

    name: str
    type: CType
    pos: int


@dataclass(slots=True, eq=False)
class TranslationUnit:
    """Only what is needed: functions with `emit`, variables defined or referenced, functions referenced; in source
    order.

    `records` and `enums` are those that the printed C needs, dependencies first. `typedef_names`: by the offset of a
    declared name, the typedef that its specifiers name; filled for debug information alone.
    """

    records: list[Record]
    enums: list[EnumDefinition]
    variables: list[Variable]
    functions: list[Function]
    file_scope_asm: list[str] = field(default_factory=list)
    typedef_names: dict[int, TypedefName] = field(default_factory=dict)


# --------------------------------------------------------------------------- initializers (§6.7.9)


@dataclass(slots=True, eq=False)
class InitializerElement:
    """One value and where it goes: `offset` bytes from the start of the object; `member` when it is a bit-field.

    `path`: the designators from the object down, member or index: what `.a[3].b` says. `type` is the subobject's type;
    for a record value or a string the whole record or character array. Value: converted to `type`; for an array
    `StringLiteral`.
    """

    path: tuple[RecordMember | int, ...]
    offset: int
    type: CType
    value: Expression
    member: RecordMember | None = None


@dataclass(slots=True, eq=False)
class Initializer:
    """Elements in order of evaluation, none overlapping an earlier one; everything else in the object is zero.

    For an object of static storage duration every value is an IntegerConstant, FloatingConstant, AddressConstant,
    LabelAddress, LabelDifference or StringLiteral.
    `whole` is True when one element initializes the complete object (a scalar, a record by a record value, an array
    by a string).
    """

    elements: list[InitializerElement]
    whole: bool = False


# --------------------------------------------------------------------------- expressions


@dataclass(slots=True, eq=False)
class Expression:
    pos: int
    type: CType


@dataclass(slots=True, eq=False)
class Lvalue(Expression):
    pass


@dataclass(slots=True, eq=False)
class VariableReference(Lvalue):
    variable: Variable


@dataclass(slots=True, eq=False)
class Dereference(Lvalue):
    pointer: Expression


@dataclass(slots=True, eq=False)
class MemberAccess(Lvalue):
    """`record.member`; the type has the record's qualifiers added. A bit-field when `member.bit_width` is set: then
    its type is the declared one.

    An anonymous member is stepped through by a MemberAccess of its own.
    """

    record: Lvalue
    member: RecordMember


@dataclass(slots=True, eq=False)
class VectorElement(Lvalue):
    """`vector[index]` (GNU); the index is of type long, the type has the vector's qualifiers added."""

    vector: Lvalue
    index: Expression


@dataclass(slots=True, eq=False)
class ComplexPart(Lvalue):
    """`__real__ number` or, when `imaginary`, `__imag__ number` (GNU); the type has the number's qualifiers added."""

    number: Lvalue
    imaginary: bool


@dataclass(slots=True, eq=False)
class StringLiteral(Lvalue):
    """`data` holds the terminating null, encoded for the element type (little-endian)."""

    data: bytes


@dataclass(slots=True, eq=False)
class CompoundLiteral(Lvalue):
    """The unnamed object of §6.5.2.5; automatic in a function (initialised each time it is reached), static at file
    scope.
    """

    variable: Variable


@dataclass(slots=True, eq=False)
class Temporary(Lvalue):
    """The object of temporary lifetime (§6.2.4p8) that holds a record, vector or complex value: `f().x`."""

    value: Expression


@dataclass(slots=True, eq=False)
class IntegerConstant(Expression):
    """`value` is in the range of `type` (an integer, enum or pointer type: null is 0)."""

    value: int


@dataclass(slots=True, eq=False)
class FloatingConstant(Expression):
    """`bits`: the value's representation in the type's format (IEEE binary32/64/128, or the 80 bits of x87)."""

    bits: int


@dataclass(slots=True, eq=False)
class ComplexValue(Expression):
    """A number of complex type from its parts, which have the component's type."""

    real: Expression
    imaginary: Expression


@dataclass(slots=True, eq=False)
class VectorValue(Expression):
    """A vector from all its elements."""

    elements: list[Expression]


@dataclass(slots=True, eq=False)
class VectorSplat(Expression):
    """A vector whose elements all are `operand`, which has the element's type."""

    operand: Expression


@dataclass(slots=True, eq=False)
class AddressConstant(Expression):
    """An address constant plus `offset` bytes (§6.6p9); `type` is a pointer or an 8-byte integer type."""

    base: Variable | Function | StringLiteral | LabelAddress
    offset: int


@dataclass(slots=True, eq=False)
class LabelAddress(Expression):
    """GNU `&&label`: `void *` to a label of `function`. Lua's interpreter loop needs it, in a static table too."""

    function: Function
    label: str


@dataclass(slots=True, eq=False)
class LabelDifference(Expression):
    """`&&left - &&right` in an initializer for static storage duration; an integer type of 4 or 8 bytes."""

    left: LabelAddress
    right: LabelAddress


@dataclass(slots=True, eq=False)
class Load(Expression):
    """Lvalue conversion (§6.3.2.1p2): reads the object."""

    lvalue: Lvalue


@dataclass(slots=True, eq=False)
class ArrayDecay(Expression):
    """Array to pointer to its first element (§6.3.2.1p3)."""

    lvalue: Lvalue


@dataclass(slots=True, eq=False)
class FunctionAddress(Expression):
    """A function designator turned pointer (§6.3.2.1p4)."""

    function: Function


@dataclass(slots=True, eq=False)
class AddressOf(Expression):
    lvalue: Lvalue


@dataclass(slots=True, eq=False)
class Conversion(Expression):
    """Any conversion between scalar types, or to void; `explicit` for a cast that was written (§6.3, §6.5.4)."""

    operand: Expression
    explicit: bool = False


@dataclass(slots=True, eq=False)
class Negation(Expression):
    """`-operand` (§6.5.3.3)."""

    operand: Expression


@dataclass(slots=True, eq=False)
class Complement(Expression):
    operand: Expression


@dataclass(slots=True, eq=False)
class LogicalNot(Expression):
    """int: 1 when the scalar operand compares equal to 0."""

    operand: Expression


@dataclass(slots=True, eq=False)
class Arithmetic(Expression):
    """`operator` is one of * / % + - << >> & ^ |.

    Of vector type: element by element. Of complex floating type: either operand, but not both, may have the
    component's type; an operation with a real number is another than one with a complex number (Annex G.5).
    """

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class PointerOffset(Expression):
    """`pointer + index` or, when `negative`, `pointer - index`: scaled by the size of the target; index is of type
    long.
    """

    pointer: Expression
    index: Expression
    negative: bool = False


@dataclass(slots=True, eq=False)
class PointerDifference(Expression):
    """long: (left - right) / size of the target."""

    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Comparison(Expression):
    """int; `operator` is one of < > <= >= == !=; both operands have the same arithmetic or pointer type.

    Of vectors: element by element, -1 for true, a vector of signed integers of the same size.
    """

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Logical(Expression):
    """int; `operator` is && or ||; operands are scalars."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Conditional(Expression):
    """`then` is None for GNU `a ?: b` (the condition's value, which then has type `condition.type`, converted to
    `type`).
    """

    condition: Expression
    then: Expression | None
    otherwise: Expression


@dataclass(slots=True, eq=False)
class Comma(Expression):
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Assign(Expression):
    """`target = value`; the value is converted to the target's unqualified type.

    Its own value is what was stored (a bit-field's: truncated).
    """

    target: Lvalue
    value: Expression


@dataclass(slots=True, eq=False)
class CompoundAssign(Expression):
    """`target op= value`: load, convert to `computation_type`, compute, convert back, store; the target is evaluated
    once.

    `value` has `computation_type` (a shift's right operand: its promoted type; for pointers: long, unscaled,
    `operator` + or -). With a complex floating computation type the value may have the component's type, and a real
    target is converted to that.
    """

    target: Lvalue
    operator: str
    value: Expression
    computation_type: CType


@dataclass(slots=True, eq=False)
class Increment(Expression):
    """++ and --: like CompoundAssign with 1 in `computation_type`; `delta` is 1 or -1; the value is the old one
    unless `prefix`.
    """

    target: Lvalue
    delta: int
    prefix: bool
    computation_type: CType


@dataclass(slots=True, eq=False)
class Call(Expression):
    """`function` is a value of pointer-to-function type; arguments are converted or default-promoted.

    `function_type` is the callee's (its `variadic`/`prototype` decide the calling convention's %al).
    """

    function: Expression
    arguments: list[Expression]
    function_type: FunctionType


@dataclass(slots=True, eq=False)
class BuiltinCall(Expression):
    """A call of `name` (a `__builtin_` function that lowering implements itself); arguments already converted.

    va_start: (pointer to the va_list object); va_end: the same; va_copy: (pointer to destination, pointer to source).
    """

    name: str
    arguments: list[Expression]


@dataclass(slots=True, eq=False)
class VaArg(Expression):
    """`va_arg`; `list` is a pointer to the va_list object (`struct __va_list_tag *`)."""

    list: Expression


@dataclass(slots=True, eq=False)
class StatementExpression(Expression):
    """GNU `({ ... })`: `result` is the last expression (None for void), evaluated after the items of `body`."""

    body: Block
    result: Expression | None


# --------------------------------------------------------------------------- statements


@dataclass(slots=True, eq=False)
class Statement:
    pos: int


@dataclass(slots=True, eq=False)
class Block(Statement):
    """`cleanups`: the calls of GNU `cleanup` functions when control reaches the end, in order."""

    items: list[Statement]
    end: int = 0
    cleanups: list[Expression] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class LocalVariable(Statement):
    """A declaration reached: the automatic object comes to life and is initialised.

    (Static locals appear here too; nothing happens at run time.)
    """

    variable: Variable


@dataclass(slots=True, eq=False)
class ExpressionStatement(Statement):
    """`expression` is None for the null statement; it may have any type, its value is discarded."""

    expression: Expression | None


@dataclass(slots=True, eq=False)
class If(Statement):
    condition: Expression
    then: Statement
    otherwise: Statement | None


@dataclass(slots=True, eq=False)
class Switch(Statement):
    """`controlling` is promoted; `cases` and `default` are the label statements inside `body` that belong to it."""

    controlling: Expression
    body: Statement
    cases: list[Case]
    default: Default | None


@dataclass(slots=True, eq=False)
class Case(Statement):
    """`value` (to `last`, inclusive, for a GNU range) is converted to the promoted type of the controlling
    expression.
    """

    value: int
    last: int
    statement: Statement


@dataclass(slots=True, eq=False)
class Default(Statement):
    statement: Statement


@dataclass(slots=True, eq=False)
class While(Statement):
    condition: Expression
    body: Statement


@dataclass(slots=True, eq=False)
class DoWhile(Statement):
    body: Statement
    condition: Expression


@dataclass(slots=True, eq=False)
class For(Statement):
    """`initial`: declarations or an expression statement."""

    initial: list[Statement]
    condition: Expression | None
    step: Expression | None
    body: Statement


@dataclass(slots=True, eq=False)
class Labeled(Statement):
    label: str
    statement: Statement


@dataclass(slots=True, eq=False)
class Goto(Statement):
    """`cleanups`, here and in the other jumps: the calls of GNU `cleanup` functions for the scopes that it leaves."""

    label: str
    cleanups: list[Expression] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ComputedGoto(Statement):
    """GNU `goto *target;`: any label whose address the function takes can be reached."""

    target: Expression


@dataclass(slots=True, eq=False)
class Break(Statement):
    cleanups: list[Expression] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Continue(Statement):
    cleanups: list[Expression] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Return(Statement):
    """`value` is converted to the function's return type."""

    value: Expression | None
    cleanups: list[Expression] = field(default_factory=list)


# --------------------------------------------------------------------------- GNU asm (gcc manual, "Extended Asm")


@dataclass(slots=True, eq=False)
class AsmOperand:
    """An operand, with one alternative of its constraint chosen.

    `constraint`: as gcc spells it, modifiers included (`=&r`). `name`: the symbolic name, if any.
    `kind`: "register", "memory", "immediate", "match" (an input that shares the place of output `match`) or "flag"
    (an output `=@ccX`). `register`: the hard register of a register variable, "" for any that fits.
    `expression`: an Lvalue for an output and for a memory input; else a value, a constant for an immediate.
    """

    name: str | None
    constraint: str
    kind: str
    expression: Expression
    match: int = -1
    register: str = ""


@dataclass(slots=True, eq=False)
class Asm(Statement):
    """An asm statement. `is_extended`: it has operands or could have: percent signs in `template` are directives.

    Operands are numbered: outputs, inputs, one more for each output with `+`, then the labels of `jumps` (asm goto).
    """

    template: str
    volatile: bool
    is_extended: bool
    outputs: list[AsmOperand]
    inputs: list[AsmOperand]
    clobbers: list[str]
    jumps: list[Goto]
