"""Types as C text: for diagnostics and for the printed typed tree."""

from __future__ import annotations

from minicc.types.ctype import (
    ATOMIC,
    CONST,
    RESTRICT,
    VOLATILE,
    ArrayType,
    ComplexType,
    CType,
    EnumDefinition,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    Record,
    RecordType,
    VectorType,
)

_QUALIFIERS = ((CONST, "const"), (VOLATILE, "volatile"), (RESTRICT, "restrict"), (ATOMIC, "_Atomic"))


class Speller:
    """Writes types; a subclass may give records and enums names of its own."""

    restrict = "restrict"

    def record_name(self, record: Record) -> str:
        return f"{record.keyword} {record.tag or '<anonymous>'}"

    def enum_name(self, definition: EnumDefinition) -> str:
        return f"enum {definition.tag or '<anonymous>'}"

    def complex_name(self, ctype: ComplexType) -> str:
        return f"complex {ctype.component.name}"

    def vector_name(self, ctype: VectorType) -> str:
        return f"__vector({ctype.length}) {ctype.element.name}"

    def array_length(self, ctype: ArrayType) -> str:
        return "" if ctype.length is None else str(ctype.length)

    def declare(self, ctype: CType, declarator: str = "") -> str:
        """A declaration of `declarator` with this type; a type name when it is empty."""
        while True:
            if isinstance(ctype, PointerType):
                words = qualifier_text(ctype.qualifiers)
                if "restrict" in words:
                    words = words.replace("restrict", self.restrict)
                gap = " " if words and declarator else ""
                declarator = f"*{words}{gap}{declarator}"
                ctype = ctype.target
                if isinstance(ctype, ArrayType | FunctionType):
                    declarator = f"({declarator})"
            elif isinstance(ctype, ArrayType):
                declarator = f"{declarator}[{self.array_length(ctype)}]"
                ctype = ctype.element
            elif isinstance(ctype, FunctionType):
                declarator = f"{declarator}({self.parameters(ctype)})"
                ctype = ctype.result
            else:
                break
        base = self.base(ctype)
        words = qualifier_text(ctype.qualifiers)
        specifiers = f"{words} {base}" if words else base
        return f"{specifiers} {declarator}" if declarator else specifiers

    def parameters(self, ctype: FunctionType) -> str:
        """What stands between the parentheses of a function declarator."""
        if not ctype.prototype:
            return ""
        texts = [self.declare(parameter) for parameter in ctype.parameters]
        if ctype.variadic:
            texts.append("...")
        return ", ".join(texts) or "void"

    def base(self, ctype: CType) -> str:
        """The specifiers of a type that needs no declarator, without qualifiers."""
        if isinstance(ctype, IntegerType | FloatingType):
            return ctype.name
        if isinstance(ctype, RecordType):
            return self.record_name(ctype.definition)
        if isinstance(ctype, EnumType):
            return self.enum_name(ctype.definition)
        if isinstance(ctype, ComplexType):
            return self.complex_name(ctype)
        if isinstance(ctype, VectorType):
            return self.vector_name(ctype)
        return "void"


def qualifier_text(qualifiers: int) -> str:
    """The qualifiers' keywords, separated by blanks."""
    if not qualifiers:
        return ""
    return " ".join(word for bit, word in _QUALIFIERS if qualifiers & bit)


_DEFAULT = Speller()


def debugger_name(ctype: CType) -> str:
    """The name of a basic type in debug information, spelled as gcc does."""
    return _DEFAULT.base(ctype)


def declare(ctype: CType, name: str) -> str:
    """The declaration of `name` with type `ctype`."""
    return _DEFAULT.declare(ctype, name)


def spell(ctype: CType) -> str:
    """The type's name as gcc's messages quote it: `int *`, `char[3]`, `int (*)(void)`."""
    if isinstance(ctype, FunctionType | ArrayType):
        return _DEFAULT.declare(ctype, "\0").replace(" \0", "").replace("\0", "")
    return _DEFAULT.declare(ctype, "").rstrip()
