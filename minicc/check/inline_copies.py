"""Copies of functions that are only there to be inlined, one for each sort of call.

The body of an `extern inline` function with gcc's attributes gnu_inline and always_inline stands beside the library's
function of that name: calls get the body, everything else the function. `__builtin_va_arg_pack` in it stands for the
variable arguments of the call (gcc manual, "Constructing Calls"), and `__builtin_object_size` of a parameter may ask
for what only the call shows, so that such a function gets a copy for each combination of them. glibc's checked
functions (`_FORTIFY_SOURCE`) are made of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import constants, typed
from minicc.check.compile_time import remaining_in_subobject
from minicc.diagnostics import unsupported
from minicc.quick_dataclasses import dataclass, field
from minicc.syntax import nodes
from minicc.types.conversions import is_integer
from minicc.types.ctype import ULONG, VOID, CType, FunctionType, PointerType
from minicc.types.layout import align_of, is_variably_modified

if TYPE_CHECKING:
    from minicc.check.context import Context

_PACKS = frozenset(["__builtin_va_arg_pack", "__builtin_va_arg_pack_len"])
_SIZES = frozenset(["__builtin_object_size", "__builtin_dynamic_object_size"])
_OF_SYMBOL = frozenset(["weak", "visibility", "used", "externally_visible", "retain", "weakref", "alias"])
"""Attributes of the function elsewhere."""


_Key = tuple[tuple[CType, ...], tuple[int, ...], tuple[int | None, ...]]


@dataclass(slots=True, eq=False)
class InlineBody:
    """A definition that calls get a copy of.

    `packs`: it uses the variable arguments of the call; `sized`: the parameters whose subobject's size it asks for,
    by their number. `immediate`: those that must be constants, because instructions take them as such.
    `copies`: those made so far, by the types of the variable arguments, the numbers of parameters of known size, and
    the values of those that are constants.
    """

    node: nodes.FunctionDefinition
    packs: bool
    sized: list[int]
    immediate: list[int]
    copies: dict[_Key, typed.Function] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Copied:
    """What the body of a copy knows: its call's variable arguments, and variables with the sizes of subobjects."""

    original: typed.Function
    pack: list[typed.Variable]
    sizes: dict[typed.Variable, typed.Variable]


class InlineCopies:
    """The functions of one translation unit that have copies."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._bodies: dict[typed.Function, InlineBody] = {}
        self._copied: dict[typed.Function, Copied] = {}
        self.constants: dict[typed.Variable, int] = {}
        """The parameters of copies that are constants."""

    def __contains__(self, function: typed.Function) -> bool:
        return function in self._bodies

    def define(
        self, function: typed.Function, node: nodes.FunctionDefinition, parameters: list[typed.Variable], is_other: bool
    ) -> bool:
        """Whether calls of a function behind its definition get copies of its body.

        `is_other`: a call of that name means another function, which is defined elsewhere, unless it is inlined.
        """
        if "always_inline" not in function.attributes or node.parameter_declarations:
            return False
        packs, sized = _asks(node.body)
        immediate = self._immediate(node.body, parameters) if function.inline == "gnu" else []
        if not packs and not immediate and not (is_other or (sized and function.inline == "gnu")):
            return False
        known = [i for i, one in enumerate(parameters) if one.name in sized and self._context.options.optimizes]
        if packs or known or immediate:
            _refuse_static_objects(node.body)
        self._bodies[function] = InlineBody(node, packs, known, immediate)
        return True

    def current(self) -> Copied | None:
        """Of the function that is being checked, when it is a copy."""
        function = self._context.function
        return self._copied.get(function) if function is not None else None

    def call(self, call: typed.Call) -> typed.Call:
        """A direct call, of the right copy when the function has some."""
        address = call.function
        assert isinstance(address, typed.FunctionAddress)
        function = address.function
        body = self._bodies.get(function)
        current = self.current()
        assert body is not None
        if call.function_type.variadic != body.packs or (current is not None and current.original is function):
            self._context.references[function] = None
            return call
        named = len(call.function_type.parameters)
        arguments = list(call.arguments)
        extra: list[CType] = []
        for i in range(named, len(arguments)):
            if is_variably_modified(arguments[i].type):
                pointer = self._context.pointer_to(VOID)
                arguments[i] = typed.Conversion(arguments[i].pos, pointer, arguments[i])
            extra.append(arguments[i].type)
        sizes: list[typed.Expression] = []
        known: list[int] = []
        for i in body.sized:
            size = remaining_in_subobject(arguments[i])
            if size is not None:
                known.append(i)
                sizes.append(typed.IntegerConstant(arguments[i].pos, ULONG, size))
        values = tuple([constants.fold_integer(arguments[i]) for i in body.immediate])
        key = (tuple(extra), tuple(known), values)
        copy = body.copies.get(key)
        if copy is None:
            copy = body.copies[key] = self._copy(function, body, *key)
        self._context.references[copy] = None
        copy.referenced = True
        pointer = self._context.pointer_to(copy.type)
        target = typed.FunctionAddress(address.pos, pointer, copy)
        return typed.Call(call.pos, call.type, target, [*arguments, *sizes], copy.type)

    def _immediate(self, body: nodes.Compound, parameters: list[typed.Variable]) -> list[int]:
        """The parameters that occur in what must be a constant: of a built-in, or of a function that has such."""
        from minicc.check.lint_walk import walk_syntax

        names: set[str] = set()
        for one in walk_syntax(body):
            if not isinstance(one, nodes.Call) or not isinstance(one.function, nodes.Identifier):
                continue
            wanted: list[nodes.Expression] = []
            if one.function.name.startswith("__builtin_ia32_"):
                from minicc.check.x86_vectors import IMMEDIATE

                wanted = one.arguments[-1:] if one.function.name[10:] in IMMEDIATE else []
            else:
                entity = self._context.file_scope.names.get(one.function.name)
                inner = self._bodies.get(entity) if isinstance(entity, typed.Function) else None
                if inner is not None:
                    wanted = [one.arguments[i] for i in inner.immediate if i < len(one.arguments)]
            names.update(
                part.name for each in wanted for part in walk_syntax(each) if isinstance(part, nodes.Identifier)
            )
        return [i for i, one in enumerate(parameters) if one.name in names and is_integer(one.type)]

    def _copy(
        self,
        function: typed.Function,
        body: InlineBody,
        extra: tuple[CType, ...],
        known: tuple[int, ...],
        values: tuple[int | None, ...],
    ) -> typed.Function:
        context = self._context
        saved = context.scope
        context.scope = context.file_scope
        specified = context.declarations.specifiers.plain(body.node.specifiers)
        declared = context.type_names.declared(body.node.declarator, specified.base)
        context.scope = saved
        parameters = declared.parameters or []
        pack = [self._parameter(f"pack_{i}", ctype, declared.pos) for i, ctype in enumerate(extra)]
        sizes = {parameters[i]: self._parameter(f"size_{i}", ULONG, declared.pos) for i in known}
        for i, number in zip(body.immediate, values, strict=True):
            if number is not None:
                self.constants[parameters[i]] = number
        types = (*function.type.parameters, *extra, *(ULONG for _ in known))
        declared.parameters = [*parameters, *pack, *sizes.values()]
        declared.type = ctype = FunctionType(function.type.result, types, variadic=False, prototype=True)
        symbol = f"{function.name}.inline" + (f".{len(body.copies)}" if body.copies else "")
        copy = typed.Function(function.name, ctype, "internal", context.identity(), function.pos, symbol)
        copy.attributes = {name: words for name, words in function.attributes.items() if name not in _OF_SYMBOL}
        copy.noreturn, copy.inline, copy.is_copy = function.noreturn, "static", True
        context.functions.append(copy)
        self._copied[copy] = Copied(function, pack, sizes)
        context.function_declarations.defer(copy, body.node, declared)
        return copy

    def _parameter(self, name: str, ctype: CType, pos: int) -> typed.Variable:
        alignment = align_of(ctype)
        identity = self._context.identity()
        return typed.Variable(name, ctype, "automatic", "none", identity, pos, name, alignment, is_parameter=True)

    def pack(self, node: nodes.Call) -> list[typed.Expression]:
        """What `__builtin_va_arg_pack()` as the last of a call's arguments stands for."""
        current = self._expanding(node)
        return [
            typed.Load(node.pos, one.type, typed.VariableReference(node.pos, one.type, one))
            for one in (current.pack if current is not None else ())
        ]

    def pack_length(self, node: nodes.Call) -> int:
        """`__builtin_va_arg_pack_len()`."""
        current = self._expanding(node)
        return len(current.pack) if current is not None else 0

    def _expanding(self, node: nodes.Call) -> Copied | None:
        """None in the body as it is written, which is checked but never compiled."""
        context = self._context
        current = self.current()
        if current is None:
            function = context.function
            assert isinstance(node.function, nodes.Identifier)
            if function is None or not (function in self._bodies or function.inline == "gnu"):
                context.error(f"invalid use of '{node.function.name} ()'", node.pos)
        return current

    def size_of_subobject(self, pointer: typed.Expression) -> typed.Expression | None:
        """What the call shows of the subobject that a parameter points to, in a copy; None when that is nothing."""
        current = self.current()
        while isinstance(pointer, typed.Conversion) and isinstance(pointer.operand.type, PointerType):
            pointer = pointer.operand
        if current is None or not isinstance(pointer, typed.Load):
            return None
        reference = pointer.lvalue
        size = current.sizes.get(reference.variable) if isinstance(reference, typed.VariableReference) else None
        if size is None:
            return None
        return typed.Load(pointer.pos, ULONG, typed.VariableReference(pointer.pos, ULONG, size))


def is_pack(node: nodes.Expression) -> bool:
    """Whether an argument is `__builtin_va_arg_pack()`."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.function, nodes.Identifier)
        and node.function.name == "__builtin_va_arg_pack"
    )


def _asks(body: nodes.Compound) -> tuple[bool, frozenset[str]]:
    """Whether a body uses the pack, and the names of which it asks for the size of the subobject pointed to."""
    from minicc.check.lint_walk import walk_syntax

    packs, sized = False, set[str]()
    for one in walk_syntax(body):
        if not isinstance(one, nodes.Call) or not isinstance(one.function, nodes.Identifier):
            continue
        packs = packs or one.function.name in _PACKS
        if one.function.name in _SIZES and len(one.arguments) == 2:
            pointer, kind = one.arguments
            while isinstance(pointer, nodes.Cast):
                pointer = pointer.operand
            if isinstance(pointer, nodes.Identifier) and not _is_of_whole_object(kind):
                sized.add(pointer.name)
    return packs, frozenset(sized)


def _is_of_whole_object(kind: nodes.Expression) -> bool:
    return isinstance(kind, nodes.IntegerConstant) and kind.text in ("0", "2")


def _refuse_static_objects(body: nodes.Compound) -> None:
    """There would be one in each copy."""
    from minicc.check.lint_walk import walk_syntax

    for one in walk_syntax(body):
        if isinstance(one, nodes.Declaration) and "static" in one.specifiers.storage:
            unsupported("a static object in an inlined function with the argument pack", one.pos)
