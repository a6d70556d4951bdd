"""The syntax tree: what the parser makes of one translation unit (C11 §6.5-6.9, GNU extensions named as such).

`pos` is an offset into the preprocessed text; `minicc.source.SourceText` turns it into file, line and column.
The tree holds what was written: names are not resolved, constants not evaluated, declarators not applied.
"""

from __future__ import annotations

from minicc.quick_dataclasses import dataclass
from minicc.quick_dataclasses import field as _field


@dataclass(slots=True, eq=False)
class Node:
    pos: int


# --------------------------------------------------------------------------- expressions (§6.5)


class Expression(Node):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class Identifier(Expression):
    name: str


@dataclass(slots=True, eq=False)
class IntegerConstant(Expression):
    text: str


@dataclass(slots=True, eq=False)
class FloatingConstant(Expression):
    text: str


@dataclass(slots=True, eq=False)
class CharacterConstant(Expression):
    """`text` as written, prefix and quotes included."""

    text: str


@dataclass(slots=True, eq=False)
class StringLiteral(Expression):
    """Adjacent literals, each as written (prefix and quotes included), not yet concatenated."""

    parts: list[str]


@dataclass(slots=True, eq=False)
class GenericSelection(Expression):
    """§6.5.1.1; an association's type name is None for `default`."""

    controlling: Expression
    associations: list[tuple[TypeName | None, Expression]]


@dataclass(slots=True, eq=False)
class Subscript(Expression):
    array: Expression
    index: Expression


@dataclass(slots=True, eq=False)
class Call(Expression):
    function: Expression
    arguments: list[Expression]


@dataclass(slots=True, eq=False)
class Member(Expression):
    """`object.name`, or `object->name` when `arrow`."""

    object: Expression
    name: str
    arrow: bool


@dataclass(slots=True, eq=False)
class IncrementDecrement(Expression):
    """`operator` is "++" or "--"."""

    operator: str
    operand: Expression
    prefix: bool


@dataclass(slots=True, eq=False)
class CompoundLiteral(Expression):
    type_name: TypeName
    initializer: InitializerList


@dataclass(slots=True, eq=False)
class Unary(Expression):
    """`operator` is one of & * + - ~ ! and the GNU `__real__`, `__imag__`, `&&` (address of a label, an Identifier)."""

    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class SizeofExpression(Expression):
    """`operator` is "sizeof", "_Alignof" or "__alignof__" (GNU: of an expression)."""

    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class SizeofType(Expression):
    """`operator` is "sizeof", "_Alignof" or "__alignof__"."""

    operator: str
    type_name: TypeName


@dataclass(slots=True, eq=False)
class Cast(Expression):
    type_name: TypeName
    operand: Expression


@dataclass(slots=True, eq=False)
class Binary(Expression):
    """`operator` is one of * / % + - << >> < > <= >= == != & ^ | && ||; `pos` is the operator's."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Conditional(Expression):
    """`then` is None for the GNU form with the operand omitted (`a ?: b`)."""

    condition: Expression
    then: Expression | None
    otherwise: Expression


@dataclass(slots=True, eq=False)
class Assignment(Expression):
    """`operator` is "=" or a compound one such as "+="."""

    operator: str
    target: Expression
    value: Expression


@dataclass(slots=True, eq=False)
class Comma(Expression):
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class StatementExpression(Expression):
    """GNU `({ ... })`."""

    body: Compound


@dataclass(slots=True, eq=False)
class VaArg(Expression):
    """`__builtin_va_arg(list, type)`."""

    list: Expression
    type_name: TypeName


@dataclass(slots=True, eq=False)
class Offsetof(Expression):
    """`__builtin_offsetof(type, designators)`; a designator is a member name or a subscript."""

    type_name: TypeName
    designators: list[str | Expression]


@dataclass(slots=True, eq=False)
class TypesCompatible(Expression):
    """`__builtin_types_compatible_p(a, b)`."""

    left: TypeName
    right: TypeName


@dataclass(slots=True, eq=False)
class ConvertVector(Expression):
    """`__builtin_convertvector(operand, type)`."""

    operand: Expression
    type_name: TypeName


# --------------------------------------------------------------------------- declarations (§6.7)


@dataclass(slots=True, eq=False)
class Attribute(Node):
    """One GNU attribute: `packed`, `aligned(8)`; `name` without surrounding underscores.

    Arguments are expressions; an argument that is a type name is kept as TypeName, a bare word as Identifier.
    """

    name: str
    arguments: list[Expression | TypeName]


@dataclass(slots=True, eq=False)
class Specifiers(Node):
    """Declaration specifiers (§6.7p1), in the order of their kinds.

    `storage`: typedef extern static auto register _Thread_local (and __thread, as _Thread_local).
    `type_words`: the keywords among void char short int long float double signed unsigned _Bool _Complex __int128
    _Float128 __builtin_va_list _Float32 _Float64 _Float32x _Float64x, as written, in order; empty when `type` is set.
    `type`: a struct, union, enum, typedef-name, typeof or _Atomic(...) specifier.
    `qualifiers`: const volatile restrict _Atomic. `functions`: inline _Noreturn.
    """

    storage: list[str] = _field(default_factory=list)
    type_words: list[str] = _field(default_factory=list)
    type: TypeSpecifier | None = None
    qualifiers: list[str] = _field(default_factory=list)
    functions: list[str] = _field(default_factory=list)
    alignments: list[Expression | TypeName] = _field(default_factory=list)
    attributes: list[Attribute] = _field(default_factory=list)


class TypeSpecifier(Node):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class RecordSpecifier(TypeSpecifier):
    """`keyword` is "struct" or "union"; `members` is None without a member list."""

    keyword: str
    tag: str | None
    members: list[MemberDeclaration | StaticAssert] | None
    attributes: list[Attribute]


@dataclass(slots=True, eq=False)
class EnumSpecifier(TypeSpecifier):
    tag: str | None
    enumerators: list[Enumerator] | None
    attributes: list[Attribute]


@dataclass(slots=True, eq=False)
class Enumerator(Node):
    name: str
    value: Expression | None


@dataclass(slots=True, eq=False)
class TypedefName(TypeSpecifier):
    name: str


@dataclass(slots=True, eq=False)
class TypeofSpecifier(TypeSpecifier):
    operand: Expression | TypeName


@dataclass(slots=True, eq=False)
class AtomicSpecifier(TypeSpecifier):
    """`_Atomic(type-name)`."""

    type_name: TypeName


@dataclass(slots=True, eq=False)
class MemberDeclaration(Node):
    """One line of a member list; no declarators for an anonymous struct or union (§6.7.2.1p13)."""

    specifiers: Specifiers
    declarators: list[MemberDeclarator]


@dataclass(slots=True, eq=False)
class MemberDeclarator(Node):
    """`declarator` is None for an unnamed bit-field."""

    declarator: Declarator | None
    width: Expression | None
    attributes: list[Attribute]


class Declarator(Node):
    """Read from the outside in: the innermost node is a NameDeclarator.

    In `*a[3]` the star binds last: Pointer(inner=Array(inner=Name)). Apply it to the specifiers' type by wrapping from
    the outermost node inwards (pointer to, then array of, ...).
    """

    __slots__ = ()


@dataclass(slots=True, eq=False)
class NameDeclarator(Declarator):
    """`name` is None in an abstract declarator."""

    name: str | None
    attributes: list[Attribute] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class PointerDeclarator(Declarator):
    inner: Declarator
    qualifiers: list[str]
    attributes: list[Attribute] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class ArrayDeclarator(Declarator):
    """`static` and `qualifiers` are those of a parameter's brackets; `star` is `[*]`; `size` None means `[]`."""

    inner: Declarator
    size: Expression | None
    qualifiers: list[str] = _field(default_factory=list)
    static: bool = False
    star: bool = False


@dataclass(slots=True, eq=False)
class FunctionDeclarator(Declarator):
    """`parameters` is None for `()` and a K&R identifier list; `identifiers` is that list ([] for `()`), else None.

    `(void)` is the empty list of parameters.
    """

    inner: Declarator
    parameters: list[Parameter] | None
    variadic: bool = False
    identifiers: list[str] | None = None


@dataclass(slots=True, eq=False)
class Parameter(Node):
    specifiers: Specifiers
    declarator: Declarator
    attributes: list[Attribute] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class TypeName(Node):
    specifiers: Specifiers
    declarator: Declarator


@dataclass(slots=True, eq=False)
class InitDeclarator(Node):
    """`asm_label` is the assembler name of `__asm__("name")`, unquoted."""

    declarator: Declarator
    initializer: Expression | InitializerList | None = None
    asm_label: str | None = None
    attributes: list[Attribute] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class InitializerList(Node):
    items: list[InitializerItem]


@dataclass(slots=True, eq=False)
class InitializerItem(Node):
    """Designators in order; empty when there is none."""

    designators: list[Designator]
    initializer: Expression | InitializerList


class Designator(Node):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class MemberDesignator(Designator):
    name: str


@dataclass(slots=True, eq=False)
class IndexDesignator(Designator):
    """`[index]`, or GNU `[index ... last]`."""

    index: Expression
    last: Expression | None = None


@dataclass(slots=True, eq=False)
class Declaration(Node):
    specifiers: Specifiers
    declarators: list[InitDeclarator]


@dataclass(slots=True, eq=False)
class StaticAssert(Node):
    condition: Expression
    message: StringLiteral | None


@dataclass(slots=True, eq=False)
class FunctionDefinition(Node):
    """`parameter_declarations` are those of a K&R definition."""

    specifiers: Specifiers
    declarator: Declarator
    parameter_declarations: list[Declaration]
    body: Compound
    asm_label: str | None = None
    attributes: list[Attribute] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class AsmDeclaration(Node):
    """GNU asm at file scope."""

    template: StringLiteral


@dataclass(slots=True, eq=False)
class Pragma(Node):
    """A `#pragma` that speaks of symbols: `text` is what follows that word."""

    text: str


@dataclass(slots=True, eq=False)
class TranslationUnit(Node):
    declarations: list[Declaration | FunctionDefinition | StaticAssert | AsmDeclaration | Pragma]


# --------------------------------------------------------------------------- statements (§6.8)


class Statement(Node):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class Compound(Statement):
    """`end` is the offset of the closing brace. `labels` are GNU `__label__` declarations."""

    items: list[Statement | Declaration | StaticAssert]
    end: int
    labels: list[str] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class ExpressionStatement(Statement):
    """`expression` is None for the null statement."""

    expression: Expression | None


@dataclass(slots=True, eq=False)
class If(Statement):
    condition: Expression
    then: Statement
    otherwise: Statement | None


@dataclass(slots=True, eq=False)
class Switch(Statement):
    controlling: Expression
    body: Statement


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
    initial: Expression | Declaration | None
    condition: Expression | None
    step: Expression | None
    body: Statement


@dataclass(slots=True, eq=False)
class Goto(Statement):
    label: str


@dataclass(slots=True, eq=False)
class ComputedGoto(Statement):
    """GNU `goto *expression;`"""

    target: Expression


@dataclass(slots=True, eq=False)
class Continue(Statement):
    pass


@dataclass(slots=True, eq=False)
class Break(Statement):
    pass


@dataclass(slots=True, eq=False)
class Return(Statement):
    value: Expression | None


@dataclass(slots=True, eq=False)
class Labeled(Statement):
    label: str
    statement: Statement
    attributes: list[Attribute] = _field(default_factory=list)


@dataclass(slots=True, eq=False)
class Case(Statement):
    """`last` is the end of a GNU case range."""

    value: Expression
    last: Expression | None
    statement: Statement


@dataclass(slots=True, eq=False)
class Default(Statement):
    statement: Statement


@dataclass(slots=True, eq=False)
class AsmOperand(Node):
    name: str | None
    constraint: str
    expression: Expression


@dataclass(slots=True, eq=False)
class Asm(Statement):
    """GNU asm statement; without any colon (not `is_extended`) the template is printed as it is, percent signs too."""

    template: StringLiteral
    qualifiers: list[str]
    outputs: list[AsmOperand]
    inputs: list[AsmOperand]
    clobbers: list[str]
    goto_labels: list[str]
    is_extended: bool = True
