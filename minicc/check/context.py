"""What the parts of the checker share: options, scopes, the entities that names stand for, and small helpers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from minicc.check import typed
from minicc.diagnostics import CompileError
from minicc.quick_dataclasses import dataclass
from minicc.syntax import nodes
from minicc.types.ctype import (
    CHAR,
    INT,
    UINT,
    ULONG,
    USHORT,
    VOID,
    ArrayType,
    CType,
    EnumDefinition,
    EnumType,
    IntegerType,
    PointerType,
    Record,
    RecordMember,
    RecordType,
    qualified,
)
from minicc.warnings import is_before_c99

if TYPE_CHECKING:
    from minicc.check.builtins import Builtins
    from minicc.check.declarations import Declarations
    from minicc.check.expressions import Expressions
    from minicc.check.functions import FunctionDeclarations
    from minicc.check.initializers import Initializers
    from minicc.check.operators import Operators
    from minicc.check.pedantic_tokens import Extensions
    from minicc.check.statements import Statements
    from minicc.check.type_names import TypeNames
    from minicc.source import SourceText


@dataclass(slots=True)
class CheckOptions:
    """`standard`: as after `-std=`. `warn` is called with each warning and its offset; None drops them."""

    standard: str = "gnu17"
    unsigned_char: bool = False
    common: bool = False
    warn: Callable[[str, int], None] | None = None
    inline_before_c99: bool | None = None
    """What -fgnu89-inline and -fno-gnu89-inline say; None: the standard decides."""
    lints: frozenset[str] = frozenset()
    """The warnings that were asked for, of those that are off by default."""
    builtin: bool = True
    """Whether library functions are known (-fno-builtin and -ffreestanding say no)."""
    not_builtin: tuple[str, ...] = ()
    """The names that -fno-builtin-NAME takes out."""
    debug: bool = False
    """Whether the typed tree tells which typedefs declarations name."""
    optimizes: bool = False
    """From -O1 on. Where gcc's optimiser answers a question, minicc does not at -O0."""
    short_enums: bool = False
    """-fshort-enums: an enum is as small as its values allow."""

    def is_builtin(self, name: str) -> bool:
        """Whether a call of the library function `name` may be anything but a call."""
        return self.builtin and name not in self.not_builtin

    @property
    def is_c90(self) -> bool:
        return is_before_c99(self.standard)

    @property
    def is_before_c11(self) -> bool:
        return self.is_c90 or self.standard in ("c99", "c9x", "gnu99", "gnu9x", "iso9899:1999", "iso9899:199x")

    @property
    def gnu89_inline(self) -> bool:
        """True when `inline` has its meaning of before C99."""
        if self.inline_before_c99 is not None:
            return self.inline_before_c99
        return self.is_c90


@dataclass(slots=True, eq=False)
class Typedef:
    """`alignment`: bytes asked for by an `aligned` attribute of the typedef, 0 when none."""

    type: CType
    pos: int
    alignment: int = 0


@dataclass(slots=True, eq=False)
class EnumConstant:
    value: int
    type: CType
    pos: int


@dataclass(slots=True, eq=False)
class LazyDeclaration:
    """A file-scope declaration of a system header that nobody has asked for yet."""

    declaration: nodes.Declaration
    declarator: nodes.InitDeclarator


Entity = typed.Variable | typed.Function | Typedef | EnumConstant | LazyDeclaration


@dataclass(slots=True, eq=False)
class Barrier:
    """What no jump may enter: the scope of a variably modified declaration, a statement expression."""

    description: str
    outer: Barrier | None
    note: str = ""
    pos: int = 0


class Scope:
    """§6.2.1: ordinary identifiers and tags of one block, prototype or file.

    `barrier`: the innermost one that the place the checker has reached lies behind.
    """

    __slots__ = ("barrier", "names", "parent", "tags")

    def __init__(self, parent: Scope | None) -> None:
        self.parent = parent
        self.barrier: Barrier | None = parent.barrier if parent is not None else None
        self.names: dict[str, Entity] = {}
        self.tags: dict[str, RecordType | EnumType] = {}

    def tag(self, name: str) -> RecordType | EnumType | None:
        """The innermost visible tag, or None."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.tags.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None


class Context:
    """The state of checking one translation unit; the checker's parts hang off it."""

    type_names: TypeNames
    declarations: Declarations
    function_declarations: FunctionDeclarations
    expressions: Expressions
    operators: Operators
    initializers: Initializers
    statements: Statements
    builtins: Builtins

    def __init__(self, source: SourceText, options: CheckOptions) -> None:
        self.source = source
        self.options = options
        self.char = _UNSIGNED_CHAR if options.unsigned_char else CHAR
        self.file_scope = Scope(None)
        self.scope = self.file_scope
        self.linked: dict[str, typed.Variable | typed.Function] = {}
        self.records: list[Record] = []
        self.enums: list[EnumDefinition] = []
        self.variables: list[typed.Variable] = []
        self.functions: list[typed.Function] = []
        self.file_scope_asm: list[str] = []
        self.typedef_names: dict[int, typed.TypedefName] = {}
        self.weak: dict[str, str | None] = {}
        self.renamed: dict[str, str] = {}
        self.references: dict[typed.Variable | typed.Function, None] = {}
        self.function: typed.Function | None = None
        self.unevaluated = 0
        self.dead = 0
        self.constant_reads = False
        self.constant_wanted = False
        self.lengths: list[tuple[typed.Variable, typed.Expression]] = []
        self.errors: list[CompileError] = []
        self.undeclared_names: set[str] = set()
        self.unevaluated_uses: set[Entity] = set()
        self.mismatched: set[str] = set()
        """Library functions that only a call has declared, otherwise than they are."""
        self._extensions: Extensions | None = None
        self._identity = 0
        self._pointers: dict[CType, PointerType] = {}
        self._qualified: dict[tuple[CType, int], CType] = {}
        self.va_list_record, self.va_list_type = self._va_list()

    def identity(self) -> int:
        """A number used once in this translation unit."""
        self._identity += 1
        return self._identity

    def pointer_to(self, target: CType) -> PointerType:
        """The unqualified pointer type; one object for each target."""
        found = self._pointers.get(target)
        if found is None:
            found = self._pointers[target] = PointerType(target)
        return found

    def qualify(self, ctype: CType, qualifiers: int) -> CType:
        """`qualified`, with one object for each combination."""
        if not qualifiers or ctype.qualifiers | qualifiers == ctype.qualifiers:
            return ctype
        key = (ctype, qualifiers)
        found = self._qualified.get(key)
        if found is None:
            found = self._qualified[key] = qualified(ctype, qualifiers)
        return found

    def error(self, message: str, pos: int, note: str = "", note_pos: int | None = None) -> NoReturn:
        """Report a constraint violation: raises CompileError.

        `note` is what to say of an earlier declaration at `note_pos`.
        """
        raise CompileError(message, pos, ((note, note_pos),) if note else ())

    def recover(self, error: CompileError) -> None:
        """Keep an error and go on behind the statement or declaration that has it, up to gcc's sort of limit.

        Raises CompileError, with all that was found, when that limit is reached.
        """
        if error.repeated:
            return
        self.errors.append(error)
        if len(self.errors) >= _MOST_ERRORS:
            self.report_errors()

    def report_errors(self) -> None:
        """Raises CompileError with everything that `recover` kept, if there was anything."""
        if self.errors:
            first, *following = self.errors
            first.following = tuple(following)
            raise first

    def warn(self, message: str, pos: int) -> None:
        """Pass a warning on, as gcc 12 would give one by default."""
        warn = self.options.warn
        if warn is not None and not self.unevaluated and not self.dead and not self.source.in_system_header(pos):
            warn(message, pos)

    def warn_since_c99(self, name: str, message: str, pos: int) -> None:
        """A warning that C90 has to be asked for."""
        if self.options.is_c90:
            self.lint(name, message, pos)
        else:
            self.warn(f"{message} [-W{name}]", pos)

    def lint(self, name: str, message: str, pos: int) -> None:
        """Pass on a warning that has to be asked for with -Wall or its own name."""
        if name in self.options.lints:
            self.warn(f"{message} [-W{name}{'=' if name in _WITH_LEVELS else ''}]", pos)

    def pedantic(self, message: str, pos: int, name: str = "pedantic", is_named: bool = True) -> None:
        """Pass on what the standard forbids and gcc lets pass without -pedantic, unless `__extension__` covers it.

        gcc says nothing of the option when its preprocessor finds it: `is_named` is False then.
        """
        warn = self.options.warn
        if warn is None or name not in self.options.lints or self.source.in_system_header(pos):
            return
        if self._extensions is None:
            from minicc.check.pedantic_tokens import Extensions

            self._extensions = Extensions(self.source.text)
        if not self._extensions.cover(pos):
            warn(f"{message} [-W{name}]" if is_named else message, pos)

    def note_typedef(self, specifiers: nodes.Specifiers, pos: int) -> None:
        """Remember for debug information that the declaration of the name at `pos` begins with a typedef's name."""
        specifier = specifiers.type
        if self.options.debug and type(specifier) is nodes.TypedefName:
            entity = self.lookup(specifier.name)
            if isinstance(entity, Typedef):
                self.typedef_names[pos] = typed.TypedefName(specifier.name, entity.type, entity.pos)

    def lookup(self, name: str) -> Entity | None:
        """The entity that `name` denotes here; a lazy declaration is made first."""
        scope: Scope | None = self.scope
        while scope is not None:
            entity = scope.names.get(name)
            if entity is not None:
                if type(entity) is LazyDeclaration:
                    return self.declarations.resolve(name, entity)
                return entity
            scope = scope.parent
        return None

    def push_scope(self) -> Scope:
        self.scope = Scope(self.scope)
        return self.scope

    def pop_scope(self) -> None:
        assert self.scope.parent is not None
        self.scope = self.scope.parent

    def character_array(self, length: int, prefix: str) -> ArrayType:
        """The type of a string literal with `length` elements, terminating null included (§6.4.5p6)."""
        return ArrayType(_WIDE.get(prefix, self.char), length)

    def _va_list(self) -> tuple[Record, ArrayType]:
        """psABI figure 3.34: `struct __va_list_tag` and `va_list`, an array of one."""
        record = Record("struct", "__va_list_tag", self.identity())
        void_pointer = self.pointer_to(VOID)
        record.members = [
            RecordMember("gp_offset", UINT, 0),
            RecordMember("fp_offset", UINT, 4),
            RecordMember("overflow_arg_area", void_pointer, 8),
            RecordMember("reg_save_area", void_pointer, 16),
        ]
        record.size, record.alignment = 24, 8
        return record, ArrayType(RecordType(record), 1)


_WIDE: dict[str, CType] = {"L": INT, "u": USHORT, "U": UINT}
_MOST_ERRORS = 20
_WITH_LEVELS = frozenset(["format", "implicit-fallthrough", "shift-overflow", "unused-const-variable"])
_UNSIGNED_CHAR = IntegerType("char", 1, False, 1)
SIZE_TYPE = ULONG
