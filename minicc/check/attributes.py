"""GNU attributes: which are understood, which may be ignored, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check.literals import string_literal
from minicc.diagnostics import CompileError, unsupported
from minicc.quick_dataclasses import dataclass, field
from minicc.syntax import nodes
from minicc.types.ctype import (
    DOUBLE,
    FLOAT,
    FLOAT128,
    INT,
    INT128,
    LONG,
    LONG_DOUBLE,
    SCHAR,
    SHORT,
    UCHAR,
    UINT,
    UINT128,
    ULONG,
    USHORT,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    IntegerType,
    complex_type,
)

if TYPE_CHECKING:
    from minicc.check.context import Context

LARGEST_ALIGNMENT = 16

_KEPT = frozenset(
    [
        "weak",
        "section",
        "used",
        "unused",
        "visibility",
        "alias",
        "constructor",
        "destructor",
        "always_inline",
        "noinline",
        "noreturn",
        "cold",
        "hot",
        "const",
        "pure",
        "malloc",
        "returns_twice",
        "noclone",
        "naked",
        "gnu_inline",
        "leaf",
        "nothrow",
        "artificial",
        "flatten",
        "weakref",
        "ifunc",
        "common",
        "nocommon",
        "tls_model",
        "no_instrument_function",
        "no_stack_protector",
        "optimize",
        "target",
        "retain",
        "externally_visible",
        "no_reorder",
        "noipa",
        "cleanup",
        "deprecated",
        "unavailable",
        "format",
        "nonnull",
        "warn_unused_result",
    ]
)
_IGNORED = frozenset(
    [
        "format_arg",
        "returns_nonnull",
        "alloc_size",
        "alloc_align",
        "assume_aligned",
        "sentinel",
        "access",
        "error",
        "warning",
        "warn_if_not_aligned",
        "fallthrough",
        "fd_arg",
        "null_terminated_string_arg",
        "nonstring",
        "designated_init",
        "copy",
        "no_sanitize",
        "no_sanitize_address",
        "no_sanitize_undefined",
        "no_sanitize_thread",
        "no_address_safety_analysis",
        "no_split_stack",
        "no_profile_instrument_function",
        "patchable_function_entry",
        "stack_protect",
        "symver",
        "tainted_args",
        "zero_call_used_regs",
        "noinit",
        "persistent",
        "scalar_storage_order",
        "bounded",
        "counted_by",
        "nodebug",
        "diagnose_if",
        "enable_if",
        "capability",
        "guarded_by",
        "pt_guarded_by",
        "require_capability",
        "maybe_unused",
        "nodiscard",
        "dllimport",
        "dllexport",
        "cdecl",
        "regparm",
        "stdcall",
        "sysv_abi",
        "gcc_struct",
        "unused",
        "simd",
        "expected_throw",
        "not_tail_called",
        "flag_enum",
        "enum_extensibility",
        "availability",
        "objc_boxable",
        "swift_name",
        "pragma_pack",
        "packed",
        "aligned",
        "transparent_union",
        "mode",
        "cleanup",
        "vector_size",
        "ms_struct",
        "ms_abi",
    ]
)
# How many arguments the attributes of _KEPT take, where it is not none at all.
_ARGUMENTS = {
    "section": (1, 1), "visibility": (1, 1), "alias": (1, 1), "ifunc": (1, 1), "tls_model": (1, 1), "cleanup": (1, 1),
    "weakref": (0, 1), "constructor": (0, 1), "destructor": (0, 1), "deprecated": (0, 1), "unavailable": (0, 1),
    "malloc": (0, 2), "format": (3, 3), "optimize": (1, 99), "target": (1, 99), "nonnull": (0, 99),
}  # fmt: skip
_OF_STRINGS = frozenset(
    ["section", "visibility", "alias", "weakref", "ifunc", "tls_model", "target", "deprecated", "unavailable"]
)
_REFUSED = frozenset(["ms_struct", "ms_abi", "scalar_storage_order", "naked"])
_INTEGER_MODES = {
    "QI": (SCHAR, UCHAR), "byte": (SCHAR, UCHAR), "HI": (SHORT, USHORT), "SI": (INT, UINT), "DI": (LONG, ULONG),
    "word": (LONG, ULONG), "pointer": (LONG, ULONG), "TI": (INT128, UINT128),
}  # fmt: skip
_FLOATING_MODES = {"SF": FLOAT, "DF": DOUBLE, "XF": LONG_DOUBLE, "TF": FLOAT128}


@dataclass(slots=True, eq=False)
class Attributes:
    """What a declaration's attributes say.

    `alignment`: bytes, 0 when not asked for; `pack`: of `#pragma pack`, 0 for none.
    """

    packed: bool = False
    alignment: int = 0
    pack: int = 0
    transparent: bool = False
    may_alias: bool = False
    mode: str | None = None
    kept: dict[str, list[str | int]] = field(default_factory=dict)


_NONE = Attributes()


_MOST_ALIGNMENT = 1 << 28
"""Bytes; what gcc takes an object file for x86-64 to hold."""


def collect(context: Context, *groups: list[nodes.Attribute]) -> Attributes:
    """All attributes of several lists together. The result must not be changed."""
    if not any(groups):
        return _NONE
    result = Attributes()
    for group in groups:
        for attribute in group:
            _apply(context, attribute, result)
    return result


def _apply(context: Context, attribute: nodes.Attribute, result: Attributes) -> None:
    name = attribute.name
    if name in _REFUSED:
        unsupported(f"attribute '{name}'", attribute.pos)
    if name == "packed":
        result.packed = True
    elif name == "aligned":
        result.alignment = max(result.alignment, _alignment(context, attribute))
    elif name == "pragma_pack":
        result.pack = _integer(context, attribute) or 0
    elif name == "transparent_union":
        result.transparent = True
    elif name == "may_alias":
        result.may_alias = True
    elif name == "mode":
        result.mode = _mode_name(attribute)
    elif name in _KEPT:
        least, most = _ARGUMENTS.get(name, (0, 0))
        if not least <= len(attribute.arguments) <= most:
            context.error(f"wrong number of arguments specified for '{name}' attribute", attribute.pos)
        if name in _OF_STRINGS and not all(isinstance(one, nodes.StringLiteral) for one in attribute.arguments):
            context.error(f"attribute '{name}' argument is not a string", attribute.pos)
        values = [_value(context, argument) for argument in attribute.arguments]
        result.kept[name] = [*result.kept.get(name, ()), *values] if name in ("optimize", "target") else values
    elif name not in _IGNORED:
        context.warn(f"'{name}' attribute directive ignored", attribute.pos)


def _mode_name(attribute: nodes.Attribute) -> str:
    """The word in `mode(word)`, which may be the name of a typedef too."""
    argument = attribute.arguments[0] if attribute.arguments else None
    if isinstance(argument, nodes.TypeName) and isinstance(argument.specifiers.type, nodes.TypedefName):
        return argument.specifiers.type.name.strip("_")
    if not isinstance(argument, nodes.Identifier):
        raise CompileError("'mode' attribute argument is not an identifier", attribute.pos)
    return argument.name.strip("_")


def _alignment(context: Context, attribute: nodes.Attribute) -> int:
    value = _integer(context, attribute)
    if value is None:
        return LARGEST_ALIGNMENT
    if value <= 0 or value & (value - 1):
        context.error("requested alignment is not a positive power of 2", attribute.pos)
    if value > _MOST_ALIGNMENT:
        message = f"requested alignment '{value}' exceeds object file maximum {_MOST_ALIGNMENT}"
        context.error(message, attribute.pos)
    return value


def _integer(context: Context, attribute: nodes.Attribute) -> int | None:
    if not attribute.arguments:
        return None
    argument = attribute.arguments[0]
    if isinstance(argument, nodes.TypeName):
        context.error(f"'{attribute.name}' attribute argument is not an integer constant", attribute.pos)
    return context.expressions.integer_constant(
        argument, f"'{attribute.name}' attribute argument is not an integer constant"
    )


def _value(context: Context, argument: nodes.Expression | nodes.TypeName) -> str | int:
    if isinstance(argument, nodes.StringLiteral):
        return string_literal(argument.parts, argument.pos)[1].decode("latin-1")
    if isinstance(argument, nodes.Identifier):
        return argument.name
    if isinstance(argument, nodes.TypeName):
        return ""
    return context.expressions.integer_constant(argument, "attribute argument is not an integer constant")


def apply_mode(context: Context, ctype: CType, mode: str, pos: int) -> CType:
    """The type that `__attribute__((mode(M)))` makes of `ctype`."""
    if isinstance(ctype, EnumType) and ctype.definition.integer is not None:
        ctype = context.qualify(ctype.definition.integer, ctype.qualifiers)
    if isinstance(ctype, IntegerType):
        pair = _INTEGER_MODES.get(mode)
        if pair is not None:
            chosen = pair[0 if ctype.signed else 1]
            return context.qualify(chosen, ctype.qualifiers)
    if isinstance(ctype, FloatingType) and mode in _FLOATING_MODES:
        return context.qualify(_FLOATING_MODES[mode], ctype.qualifiers)
    if isinstance(ctype, ComplexType) and mode[-1:] == "C" and mode[:-1] + "F" in _FLOATING_MODES:
        return context.qualify(complex_type(_FLOATING_MODES[mode[:-1] + "F"]), ctype.qualifiers)
    unsupported(f"machine mode '{mode}'", pos)
