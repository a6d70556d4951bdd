"""-Wformat: the arguments of printf, scanf and functions with a `format` attribute (C11 §7.21.6, gcc's checks)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.types.conversions import integer_type
from minicc.types.ctype import (
    CONST,
    INT,
    CType,
    EnumType,
    FloatingType,
    PointerType,
    VoidType,
)
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context


class _Kind(NamedTuple):
    """How a function reads a format: "printf" or "scanf", and the numbers of the format and of its first argument."""

    style: str
    format: int
    first: int


_PRINTF = {
    "printf": (1, 2), "fprintf": (2, 3), "sprintf": (2, 3), "snprintf": (3, 4), "dprintf": (2, 3), "asprintf": (2, 3),
    "printf_unlocked": (1, 2), "fprintf_unlocked": (2, 3), "vprintf": (1, 0), "vfprintf": (2, 0), "vsprintf": (2, 0),
    "vsnprintf": (3, 0), "vdprintf": (2, 0), "vasprintf": (2, 0), "__printf_chk": (2, 3), "__fprintf_chk": (3, 4),
    "__sprintf_chk": (4, 5), "__snprintf_chk": (5, 6), "syslog": (2, 3),
}  # fmt: skip
_SCANF = {
    "scanf": (1, 2), "fscanf": (2, 3), "sscanf": (2, 3), "vscanf": (1, 0), "vfscanf": (2, 0), "vsscanf": (2, 0),
}  # fmt: skip
_KINDS = {name: _Kind("printf", *numbers) for name, numbers in _PRINTF.items()}
_KINDS |= {name: _Kind("scanf", *numbers) for name, numbers in _SCANF.items()}

_DIRECTIVE = re.compile(
    r"%(?P<flags>[-+ #0'I]*)(?P<skip>\*)?(?P<width>\d+|\*)?(?:\.(?P<precision>\d+|\*)?)?"
    r"(?P<length>hh|h|ll|l|j|z|Z|t|L|q|m(?=[cs\[]))?(?P<conversion>\[\^?\]?[^\]]*\]|.)?",
    re.DOTALL,
)
# What a conversion wants, by length: gcc's name of the type. "" is no length.
_SIGNED = {
    "": "int", "hh": "signed char", "h": "short int", "l": "long int", "ll": "long long int", "q": "long long int",
    "j": "intmax_t", "z": "ssize_t", "Z": "ssize_t", "t": "ptrdiff_t", "L": "long long int",
}  # fmt: skip
_UNSIGNED = {
    "": "unsigned int", "hh": "unsigned char", "h": "short unsigned int", "l": "long unsigned int",
    "ll": "long long unsigned int", "q": "long long unsigned int", "j": "uintmax_t", "z": "size_t", "Z": "size_t",
    "t": "ptrdiff_t", "L": "long long unsigned int",
}  # fmt: skip
# The same width and kind of integer, whatever its sign.
_CLASS = {
    "int": "int", "unsigned int": "int", "signed char": "char", "unsigned char": "char", "char": "char",
    "short int": "short", "short unsigned int": "short", "long int": "long", "long unsigned int": "long",
    "long long int": "long long", "long long unsigned int": "long long", "intmax_t": "long", "uintmax_t": "long",
    "size_t": "long", "ssize_t": "long", "ptrdiff_t": "long", "wchar_t": "int", "wint_t": "int",
}  # fmt: skip


def check_format(context: Context, caller: typed.Function, call: typed.Call | typed.BuiltinCall) -> None:
    """Give the warnings for one call; nothing for a function that takes no format."""
    kind = _kind(call)
    if kind is None or "format" not in context.options.lints or kind.format > len(call.arguments):
        return
    for literal in _literals(call.arguments[kind.format - 1]):
        _Check(context, kind, call, literal).run()


def _kind(call: typed.Call | typed.BuiltinCall) -> _Kind | None:
    if isinstance(call, typed.BuiltinCall):
        return _KINDS.get(call.name.removeprefix("__builtin_"))
    if not isinstance(call.function, typed.FunctionAddress):
        return None
    function = call.function.function
    described = function.attributes.get("format")
    if described is not None and len(described) == 3:
        style, number, first = described
        style = str(style).strip("_").removeprefix("gnu_")
        if style in ("printf", "scanf") and isinstance(number, int) and isinstance(first, int):
            return _Kind(style, number, first)
        return None
    if function.linkage != "external":
        return None
    return _KINDS.get(function.name.removeprefix("__builtin_"))


def _literals(value: typed.Expression) -> Iterator[typed.StringLiteral]:
    """The string literals that a format argument can be."""
    while isinstance(value, typed.Conversion):
        value = value.operand
    if isinstance(value, typed.ArrayDecay) and isinstance(value.lvalue, typed.StringLiteral):
        yield value.lvalue
    elif isinstance(value, typed.Conditional) and value.then is not None:
        yield from _literals(value.then)
        yield from _literals(value.otherwise)


class _Check:
    def __init__(
        self, context: Context, kind: _Kind, call: typed.Call | typed.BuiltinCall, literal: typed.StringLiteral
    ) -> None:
        self.context = context
        self.kind = kind
        self.call = call
        self.pos = literal.pos
        self.text = literal.data[:-1].decode("latin-1")
        self.next = kind.first

    def run(self) -> None:
        text = self.text
        if not text:
            self._warn(f"zero-length gnu_{self.kind.style} format string", "format-zero-length")
            return
        if "\0" in text:
            self._warn("embedded '\\0' in format", "format-contains-nul")
            return
        if re.search(r"%\d+\$", text):
            return
        place = text.find("%")
        while place >= 0:
            match = _DIRECTIVE.match(text, place)
            assert match is not None
            if not self._directive(match):
                return
            place = text.find("%", match.end())
        if self.kind.first and self.next <= len(self.call.arguments):
            self._warn("too many arguments for format", "format-extra-args")

    def _directive(self, match: re.Match[str]) -> bool:
        """Check one directive; False when no more can be said of the rest."""
        conversion = match["conversion"]
        if conversion is None:
            self._warn(
                "spurious trailing '%' in format" if match[0] == "%" else "conversion lacks type at end of format"
            )
            return False
        if conversion == "%":
            return True
        length = match["length"] or ""
        scans = self.kind.style == "scanf"
        if not scans:
            for star in (match["skip"], match["width"], match["precision"]):
                if star == "*" and not self._star(star is match["precision"]):
                    return False
        wanted = self._wanted(conversion, length, scans)
        if wanted is None:
            shown = f"'{conversion[0]}'" if conversion[0].isprintable() else f"0x{ord(conversion[0]):x}"
            self._warn(f"unknown conversion type character {shown} in format")
            return True
        if wanted and not (scans and match["skip"]):
            spelled = f"%{match['flags']}{match['width'] or ''}{length}{conversion}"
            return self._argument(spelled if not scans else f"%{length}{conversion}", wanted)
        return True

    def _wanted(self, conversion: str, length: str, scans: bool) -> str | None:
        """The type of the argument, "" for none; None for no such conversion."""
        pointer = " *" if scans else ""
        if conversion in "di":
            return _SIGNED.get(length, "") + pointer
        if conversion in "ouxX":
            return _UNSIGNED.get(length, "") + pointer
        if conversion in "aAeEfFgG":
            if scans:
                return {"l": "double *", "L": "long double *"}.get(length, "float *")
            return "long double" if length == "L" else "double"
        if conversion[0] in "cs[" and (scans or conversion in "cs"):
            character = "wchar_t" if length == "l" else "char"
            if conversion == "c" and not scans:
                return "wint_t" if length == "l" else "int"
            return f"{character} {'**' if length == 'm' else '*'}"
        if conversion == "p":
            return "void **" if scans else "void *"
        if conversion == "n":
            return _SIGNED.get(length, "int") + " *"
        if conversion in "CS" and not scans:
            return "wint_t" if conversion == "C" else "wchar_t *"
        return "" if conversion == "m" and not scans else None

    def _star(self, is_precision: bool) -> bool:
        if not self.kind.first:
            return True
        what = "field precision specifier '.*'" if is_precision else "field width specifier '*'"
        argument = self._take()
        if argument is None:
            self._warn(f"{what} expects a matching 'int' argument")
            return False
        if not _matches(argument.type, "int"):
            shown = spell(argument.type)
            self._warn(f"{what} expects argument of type 'int', but argument {self.next - 1} has type '{shown}'")
        return True

    def _take(self) -> typed.Expression | None:
        if self.next > len(self.call.arguments):
            return None
        self.next += 1
        return self.call.arguments[self.next - 2]

    def _argument(self, directive: str, wanted: str) -> bool:
        if not self.kind.first:
            return True
        argument = self._take()
        promoted = "int" if _CLASS.get(wanted) in ("char", "short") else wanted
        if argument is None:
            self._warn(f"format '{directive}' expects a matching '{promoted}' argument")
            return False
        ctype = _type_before_null(argument)
        is_wanted = ctype is None or (_matches(ctype, wanted) and (wanted != "void *" or self._is_for_p(ctype)))
        if ctype is None or is_wanted:
            if self.kind.style == "scanf" and isinstance(ctype, PointerType) and ctype.target.qualifiers & CONST:
                self._warn(f"writing into constant object (argument {self.next - 1})")
            return True
        self._warn(
            f"format '{directive}' expects argument of type '{promoted}', but argument {self.next - 1}"
            f" has type '{spell(ctype)}'"
        )
        return True

    def _is_for_p(self, ctype: CType) -> bool:
        """With -pedantic only a pointer to void or to characters is printed with %p."""
        if "pedantic" not in self.context.options.lints or not isinstance(ctype, PointerType):
            return True
        return isinstance(ctype.target, VoidType) or _class_of(ctype.target) == "char"

    def _warn(self, message: str, name: str = "format") -> None:
        self.context.lint(name, message, self.pos)


def _type_before_null(argument: typed.Expression) -> CType | None:
    """The argument's type; None for a null pointer constant, which fits every pointer."""
    if isinstance(argument.type, PointerType) and fold_integer(argument) == 0:
        return None
    return argument.type


def _matches(ctype: CType, wanted: str) -> bool:
    if wanted.endswith("*"):
        if not isinstance(ctype, PointerType):
            return False
        target, inner = ctype.target, wanted[:-1].rstrip()
        if inner in ("void", "void *"):
            return inner == "void" or isinstance(target, PointerType)
        return _matches_exactly(target, inner)
    if wanted in ("double", "long double", "float"):
        return isinstance(ctype, FloatingType) and ctype.name == wanted
    return _class_of(ctype) == _CLASS[wanted] or (_CLASS[wanted] in ("char", "short") and _class_of(ctype) == "int")


def _matches_exactly(ctype: CType, wanted: str) -> bool:
    if wanted.endswith("*"):
        return isinstance(ctype, PointerType) and _matches_exactly(ctype.target, wanted[:-1].rstrip())
    if wanted in ("double", "long double", "float"):
        return isinstance(ctype, FloatingType) and ctype.name == wanted
    return _class_of(ctype) == _CLASS[wanted]


def _class_of(ctype: CType) -> str:
    """char, short, int, long or long long; "" for what is no such integer."""
    integer = integer_type(ctype)
    if integer is None or isinstance(ctype, VoidType):
        return ""
    if isinstance(ctype, EnumType) and integer.size == INT.size:
        return "int"
    words = [word for word in integer.name.split() if word not in ("signed", "unsigned", "int")]
    return " ".join(words) or "int"
