"""The state of lowering, and the tables through which it dispatches on the class of a node.

The other modules of this package add themselves to the tables: `@value(typed.Load)` above a function says that it
lowers a Load to a value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from minicc.check import typed
from minicc.code_shape import CodeShape
from minicc.diagnostics import unsupported
from minicc.ir.builder import Builder
from minicc.ir.spelling import label_block, local
from minicc.lower.llvm_types import memory_type
from minicc.machine import Machine
from minicc.quick_dataclasses import dataclass, field
from minicc.types.ctype import VOLATILE, CType, FunctionType, Record, RecordType, VoidType
from minicc.types.layout import align_of

if TYPE_CHECKING:
    from minicc.lower.abi import Signature
    from minicc.lower.debug_variables import FunctionDebug
    from minicc.lower.globals import ModuleLowering
    from minicc.options import DebugOptions


@dataclass(slots=True)
class LowerOptions:
    """What of the command line changes the lowered IR.

    `pic`: -fPIC/-fpic (symbols may be preempted); `pie`: position independent executable.
    `wrapv`: signed overflow wraps; `no_builtin`: -fno-builtin or -ffreestanding; `common`: -fcommon;
    `visibility`: of definitions without an attribute; `debug`: the debug information that is wanted.
    `promises`: False leaves out what only serves optimisation and could be promised wrongly (nsw, inbounds, exact,
    alignment, aliasing, ranges, attributes). `strict_aliasing`: objects are accessed as §6.5p7 says. `wrapv_pointer`:
    addresses wrap; `math_errno`: the functions of <math.h> set errno; `limited_complex_range`: see §7.3.4;
    `floating_flags`: LLVM's fast-math flags, each with a blank in front; `function_attributes`: LLVM's attributes of
    every definition.
    """

    debug: DebugOptions | None = None
    shape: CodeShape = CodeShape()
    pic: bool = False
    pie: bool = True
    wrapv: bool = False
    no_builtin: bool = False
    common: bool = False
    visibility: str = "default"
    opt_level: str = "0"
    promises: bool = True
    strict_aliasing: bool = False
    wrapv_pointer: bool = False
    math_errno: bool = True
    limited_complex_range: bool = False
    floating_flags: str = ""
    function_attributes: tuple[str, ...] = ()
    machine: Machine = Machine()
    omit_frame_pointer: bool | None = None
    producer: str = "minicc"


@dataclass(slots=True)
class Place:
    """Where an object is: the value of an lvalue expression that was evaluated once.

    `alignment`: bytes that `pointer` is known to be aligned to. For a bit-field, `pointer` is the byte that holds
    its first bit,
    `bit_shift` the number of lower bits in that byte, and `bit_width` its width; else `bit_width` is None.
    `record` and `distance`: the struct that the expression reaches the object through, and its offset there in bytes;
    `may_alias`: it is reached through a union, or another way that says nothing of its type (minicc.lower.aliasing).
    """

    pointer: str
    alignment: int
    type: CType
    bit_shift: int = 0
    bit_width: int | None = None
    record: Record | None = None
    distance: int = 0
    may_alias: bool = False

    @property
    def volatile(self) -> bool:
        return self.type.qualifiers & VOLATILE != 0


def known_alignment(base: int, offset: int) -> int:
    """The alignment of what lies `offset` bytes behind something aligned to `base`."""
    return min(base, offset & -offset) if offset else base


@dataclass(slots=True)
class Lifetime:
    """Of an automatic object declared `depth` blocks deep: `lines` are the indices of its markers in the builder."""

    pointer: str
    depth: int
    lines: list[int]


_N = TypeVar("_N", bound=typed.Expression)
_S = TypeVar("_S", bound=typed.Statement)

_VALUES: dict[type, Callable[[FunctionContext, Any], str]] = {}
_CONDITIONS: dict[type, Callable[[FunctionContext, Any], str]] = {}
_RECORDS: dict[type, Callable[[FunctionContext, Any], Place]] = {}
_DISCARDED: dict[type, Callable[[FunctionContext, Any], None]] = {}
_PLACES: dict[type, Callable[[FunctionContext, Any], Place]] = {}
_STATEMENTS: dict[type, Callable[[FunctionContext, Any], None]] = {}


def value(node: type[_N]) -> Callable[[Callable[[FunctionContext, _N], str]], Callable[[FunctionContext, _N], str]]:
    """Registers how expressions of class `node` with scalar or void type become a value."""

    def register(function: Callable[[FunctionContext, _N], str]) -> Callable[[FunctionContext, _N], str]:
        _VALUES[node] = function
        return function

    return register


def condition(node: type[_N]) -> Callable[[Callable[[FunctionContext, _N], str]], Callable[[FunctionContext, _N], str]]:
    """Registers how expressions of class `node` become an i1 that tells whether they compare unequal to 0."""

    def register(function: Callable[[FunctionContext, _N], str]) -> Callable[[FunctionContext, _N], str]:
        _CONDITIONS[node] = function
        return function

    return register


def record(
    node: type[_N],
) -> Callable[[Callable[[FunctionContext, _N], Place]], Callable[[FunctionContext, _N], Place]]:
    """Registers how expressions of class `node` with record type become memory that holds their value."""

    def register(function: Callable[[FunctionContext, _N], Place]) -> Callable[[FunctionContext, _N], Place]:
        _RECORDS[node] = function
        return function

    return register


def discarded(
    node: type[_N],
) -> Callable[[Callable[[FunctionContext, _N], None]], Callable[[FunctionContext, _N], None]]:
    """Registers how expressions of class `node` are evaluated for their side effects alone."""

    def register(function: Callable[[FunctionContext, _N], None]) -> Callable[[FunctionContext, _N], None]:
        _DISCARDED[node] = function
        return function

    return register


def place(node: type[_N]) -> Callable[[Callable[[FunctionContext, _N], Place]], Callable[[FunctionContext, _N], Place]]:
    """Registers how lvalues of class `node` become a place."""

    def register(function: Callable[[FunctionContext, _N], Place]) -> Callable[[FunctionContext, _N], Place]:
        _PLACES[node] = function
        return function

    return register


def statement(
    node: type[_S],
) -> Callable[[Callable[[FunctionContext, _S], None]], Callable[[FunctionContext, _S], None]]:
    """Registers how statements of class `node` are lowered."""

    def register(function: Callable[[FunctionContext, _S], None]) -> Callable[[FunctionContext, _S], None]:
        _STATEMENTS[node] = function
        return function

    return register


def scalar_condition(node: type[typed.Expression]) -> Callable[[FunctionContext, Any], str] | None:
    """The registered condition of a class of nodes, if it has one."""
    return _CONDITIONS.get(node)


@dataclass(slots=True, eq=False)
class FunctionContext:
    """One function on its way to IR. `scope` is the debug metadata node of the function or block, when wanted.

    `saved_stacks` has an entry for each block around the current statement: the stack pointer to go back to at its end,
    None while it holds no variable-length array. The depths are lengths of that list where a jump goes.
    `lifetimes` are those that have begun in these blocks (minicc.lower.lifetimes); `value_depths` are the depths of
    statement expressions, whose value may be one of their objects.
    `framed`: something in the function needs its frame pointer, as in gcc.
    `instructions`: the names of instruction sets (as in -m) that its calls of built-ins need.
    `stored_registers`: the register variables that it stores into, once somebody has looked.
    """

    module: ModuleLowering
    function: typed.Function
    signature: Signature
    builder: Builder = field(default_factory=Builder)
    debug: FunctionDebug | None = None
    scope: int | None = None
    break_label: str = ""
    continue_label: str = ""
    break_depth: int = 0
    continue_depth: int = 0
    saved_stacks: list[str | None] = field(default_factory=list)
    label_depths: dict[str, int] = field(default_factory=dict)
    switch_depth: int = 0
    lifetimes: list[Lifetime] = field(default_factory=list)
    value_depths: set[int] = field(default_factory=set)
    indirect: str = ""
    framed: bool = False
    stored_registers: set[typed.Variable] | None = None
    instructions: set[str] = field(default_factory=set)
    case_labels: dict[typed.Statement, str] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _locals: dict[typed.Variable, str] = field(default_factory=dict)
    _kept: dict[typed.Variable, str] = field(default_factory=dict)
    _local_names: set[str] = field(default_factory=set)

    @property
    def type(self) -> FunctionType:
        return self.function.type

    # ------------------------------------------------------------------ dispatch

    def value(self, e: typed.Expression) -> str:
        """The operand that holds the scalar value of `e` ("" for void)."""
        if self.scope is None:
            return _VALUES[type(e)](self, e)
        saved = self._enter(e.pos)
        result = _VALUES[type(e)](self, e)
        self.builder.location = saved
        return result

    def record(self, e: typed.Expression) -> Place:
        """Memory that holds the value of record type; it may be the object itself, so read it before anything
        can change it.
        """
        if self.scope is None:
            return _RECORDS[type(e)](self, e)
        saved = self._enter(e.pos)
        result = _RECORDS[type(e)](self, e)
        self.builder.location = saved
        return result

    def place(self, e: typed.Lvalue) -> Place:
        """Evaluates an lvalue without reading the object."""
        if self.scope is None:
            return _PLACES[type(e)](self, e)
        saved = self._enter(e.pos)
        result = _PLACES[type(e)](self, e)
        self.builder.location = saved
        return result

    def statement(self, s: typed.Statement) -> None:
        if self.scope is None:
            _STATEMENTS[type(s)](self, s)
            return
        saved = self._enter(s.pos)
        _STATEMENTS[type(s)](self, s)
        self.builder.location = saved

    def discard(self, e: typed.Expression) -> None:
        """Evaluates `e` for its side effects."""
        special = _DISCARDED.get(type(e))
        if special is not None:
            saved = self.builder.location
            self.at(e.pos)
            special(self, e)
            self.builder.location = saved
        elif type(e) in _RECORDS and type(e.type) is RecordType:
            self.record(e)
        elif isinstance(e, typed.Lvalue):
            self.place(e)
        else:
            self.value(e)

    def at(self, pos: int) -> None:
        """What follows belongs to offset `pos` of the source."""
        if self.scope is not None:
            self._enter(pos)

    def _enter(self, pos: int) -> str:
        builder = self.builder
        saved = builder.location
        debug = self.module.debug
        if debug is not None and self.scope is not None:
            builder.location = debug.info.suffix(pos, self.scope)
        return saved

    def enter_block(self, pos: int) -> int | None:
        """A block that declares something begins; answers the scope to leave it for."""
        outer = self.scope
        debug = self.module.debug
        if debug is not None and debug.full and outer is not None:
            self.scope = debug.info.lexical_block(outer, pos)
        return outer

    # ------------------------------------------------------------------ names and memory

    def open_block(self) -> None:
        """Makes sure that instructions can be appended: code behind a jump gets a block that nothing reaches."""
        if self.builder.terminated:
            self.builder.start_dead_block()

    def label(self, name: str) -> str:
        """The block of the C label `name`."""
        found = self._labels.get(name)
        if found is None:
            found = self._labels[name] = label_block(name)
        return found

    def indirect_target(self) -> str:
        """The memory that holds where the function's one indirect branch goes."""
        if not self.indirect:
            self.indirect = "%" + self.builder.new_name("goto.target")
            self.builder.alloca(self.indirect, "ptr", 8)
        return self.indirect

    def local(self, variable: typed.Variable) -> str:
        """The memory of an automatic object, allocated when it is first seen."""
        if variable in self._kept:
            return self.builder.load("ptr", self._kept[variable], 8)
        found = self._locals.get(variable)
        if found is None:
            if isinstance(variable.type, VoidType | FunctionType):
                unsupported(f"a local object '{variable.name}' of this type", variable.pos)
            found = self.new_local(variable.name)
            self.builder.alloca(found, memory_type(variable.type), variable.alignment)
            self._locals[variable] = found
            self._tell_debugger(variable, found, self.builder.allocas)
        return found

    def _tell_debugger(self, variable: typed.Variable, pointer: str, lines: list[str]) -> None:
        record = self.debug.located(variable, pointer) if self.debug is not None else ""
        if record:
            lines.append(record)

    def bind(self, variable: typed.Variable, pointer: str) -> None:
        """Says where the memory of `variable` is."""
        self._locals[variable] = pointer
        self._tell_debugger(variable, pointer, self.builder.lines)

    def bind_kept(self, variable: typed.Variable, slot: str) -> None:
        """Says which memory holds the pointer to that of `variable`."""
        self._kept[variable] = slot

    def new_local(self, name: str) -> str:
        """`%name`, or `%name.N` when the name is taken."""
        if name in self._local_names or name in ("", "entry"):
            name = self.builder.new_name(name or "unnamed")
        self._local_names.add(name)
        return local(name)

    def temporary(self, ctype: CType, stem: str = "temporary") -> Place:
        """New memory for an object of this type."""
        alignment = max(align_of(ctype), 1)
        name = "%" + self.builder.new_name(stem)
        self.builder.alloca(name, memory_type(ctype), alignment)
        return Place(name, alignment, ctype)
