"""Types of the typed tree as C: unique tags, records with exactly the layout that was computed."""

from __future__ import annotations

from collections.abc import Callable

from minicc.check.typed import Expression
from minicc.types.ctype import (
    CHAR,
    LESS_ALIGNED,
    ULLONG,
    ArrayType,
    ComplexType,
    CType,
    EnumDefinition,
    IntegerType,
    PointerType,
    Record,
    RecordMember,
    RecordType,
    VectorType,
    reduced_alignment,
    without,
)
from minicc.types.layout import Field, lay_out, size_of
from minicc.types.spelling import Speller

VA_LIST_TAG = "minicc_va_list_tag"
VA_LIST_TYPEDEF = f"typedef __typeof__(((__builtin_va_list *)0)[0][0]) {VA_LIST_TAG};"


class TypePrinter(Speller):
    """Spells types; every record whose name was asked for gets a definition in `definitions`."""

    restrict = "__restrict"

    def __init__(self, length: Callable[[Expression], str]) -> None:
        """`length` prints the length of a variable-length array."""
        self._length = length
        self._names: dict[Record, str] = {}
        self._taken: set[str] = set()
        self.uses_va_list = False
        self._vectors: dict[str, str] = {}
        self._aligned_records: dict[str, str] = {}
        self._in_record = False

    def array_length(self, ctype: ArrayType) -> str:
        if ctype.variable_length is not None:
            return self._length(ctype.variable_length)
        return super().array_length(ctype)

    def complex_name(self, ctype: ComplexType) -> str:
        return f"_Complex {ctype.component.name}"

    def vector_name(self, ctype: VectorType) -> str:
        """The name of a typedef."""
        words = f"{ctype.element.name} {ctype.length}" + (f" {ctype.alignment}" if ctype.alignment else "")
        name = "minicc_vector_" + words.replace(" ", "_")
        if name not in self._vectors:
            attributes = f"vector_size({ctype.length * ctype.element.size})"
            if ctype.alignment:
                attributes += f", aligned({ctype.alignment})"
            self._vectors[name] = f"typedef {ctype.element.name} {name} __attribute__(({attributes}));"
        return name

    def base(self, ctype: CType) -> str:
        if not ctype.qualifiers & LESS_ALIGNED or (isinstance(ctype, RecordType) and self._in_record):
            return super().base(ctype)
        own = super().base(ctype)
        number = reduced_alignment(ctype)
        name = f"minicc_aligned_{number}_{own.replace(' ', '_')}"
        text = f"typedef {own} {name} __attribute__((aligned({number})));"
        (self._aligned_records if isinstance(ctype, RecordType) else self._vectors)[name] = text
        return name

    def record_name(self, record: Record) -> str:
        name = self._names.get(record)
        if name is None:
            name = self._names[record] = self._new_name(record)
        return name

    def _new_name(self, record: Record) -> str:
        if record.tag == "__va_list_tag":
            self.uses_va_list = True
            return VA_LIST_TAG
        tag = record.tag or f"anonymous_{record.identity}"
        if tag in self._taken:
            tag = f"{tag}_{record.identity}"
        self._taken.add(tag)
        return f"{record.keyword} {tag}"

    def enum_name(self, definition: EnumDefinition) -> str:
        """An enumerated type prints as the integer type it is compatible with; its constants are numbers already."""
        return definition.integer.name if definition.integer is not None else "unsigned int"

    def definitions(self) -> str:
        """Declarations of all records named so far and of those they need, dependencies first."""
        texts: list[str] = []
        done: set[Record] = set()
        self._in_record = True
        while True:
            waiting = [record for record in self._names if record not in done]
            if not waiting:
                break
            for record in waiting:
                self._define(record, done, texts)
        names = [name for name in self._names.values() if name != VA_LIST_TAG]
        head = ([VA_LIST_TYPEDEF] if self.uses_va_list else []) + list(self._vectors.values())
        forward = [name + ";" for name in names]
        return "".join(line + "\n" for line in [*head, *forward, *texts, *self._aligned_records.values()])

    def _define(self, record: Record, done: set[Record], out: list[str]) -> None:
        if record in done:
            return
        done.add(record)
        if record.members is None or record.tag == "__va_list_tag":
            return
        for member in record.members:
            inner = member.type
            while isinstance(inner, ArrayType):
                inner = inner.element
            if isinstance(inner, RecordType):
                self._define(inner.definition, done, out)
        out.append(self._definition(record))

    def _definition(self, record: Record) -> str:
        name = self.record_name(record)
        if _is_natural(record):
            members = [self._member(member) for member in record.members or ()]
            attributes = ""
        else:
            members = self._placed(record)
            attributes = f" __attribute__((packed, aligned({record.alignment})))"
        if record.transparent:
            attributes += " __attribute__((transparent_union))"
        body = "".join(f"  {member};\n" for member in members)
        return f"{name} {{\n{body}}}{attributes};"

    def _member(self, member: RecordMember) -> str:
        if member.bit_width is not None:
            return self.declare(member.type, f"{member.name or ''}:{member.bit_width}")
        if member.name is None:
            assert isinstance(member.type, RecordType)
            return self._anonymous(member.type)
        return self.declare(member.type, member.name)

    def _anonymous(self, ctype: RecordType) -> str:
        """An anonymous member is written out in place, without a tag."""
        record = ctype.definition
        if _is_natural(record):
            members = [self._member(member) for member in record.members or ()]
            attributes = ""
        else:
            members = self._placed(record)
            attributes = f" __attribute__((packed, aligned({record.alignment})))"
        return f"{record.keyword} {{ {' '.join(member + ';' for member in members)} }}{attributes}"

    def _placed(self, record: Record) -> list[str]:
        """Members of a packed record, with unnamed bit-fields wherever the layout has a gap."""
        texts: list[str] = []
        position = 0
        extent = 0
        for member in record.members or ():
            if member.bit_width == 0:
                continue
            start = member.offset * 8 if member.bit_position is None else member.bit_position
            if record.keyword == "struct":
                texts += _padding(start - position)
            texts.append(self._member(member))
            if member.bit_width is not None:
                position = start + member.bit_width
            elif isinstance(member.type, ArrayType) and member.type.length is None:
                position = start
            else:
                position = start + size_of(member.type) * 8
            extent = max(extent, position)
        if record.keyword == "struct":
            if not record.has_flexible_array:
                texts += _padding(record.size * 8 - extent)
        elif record.size * 8 > extent:
            texts.append(f"char minicc_padding[{record.size}]")
        return texts


def _padding(bits: int) -> list[str]:
    texts: list[str] = []
    while bits > 0:
        width = min(bits, 64)
        texts.append(f"{(ULLONG if width > 8 else CHAR).name} :{width}")
        bits -= width
    return texts


def _is_natural(record: Record) -> bool:
    """Whether the members alone, without any attribute, give this layout."""
    copy = Record(record.keyword, record.tag, record.identity)
    lay_out(copy, [Field(member.name, _printed(member.type), member.bit_width) for member in record.members or ()])
    if copy.size != record.size or copy.alignment != record.alignment:
        return False
    return all(
        a.offset == b.offset and a.bit_position == b.bit_position
        for a, b in zip(copy.members or (), record.members or (), strict=True)
    )


def _printed(ctype: CType) -> CType:
    """The type that a record's definition shows: there, records and pointers have their own alignment."""
    return without(ctype, LESS_ALIGNED) if isinstance(ctype, RecordType | PointerType) else ctype


def integer_text(value: int, integer: IntegerType) -> str:
    """An integer constant expression with this value and type."""
    suffix = _SUFFIXES.get(integer.name)
    if suffix is None:
        if integer.size == 16:
            return _wide_text(value, integer)
        return f"(({integer.name}){value})" if value >= 0 else f"(({integer.name})({value}))"
    if value >= 0:
        return f"{value}{suffix}"
    if value == -(1 << (integer.width - 1)):
        return f"({value + 1}{suffix} - 1)"
    return f"({value}{suffix})"


_SUFFIXES = {
    "int": "",
    "unsigned int": "U",
    "long int": "L",
    "long unsigned int": "UL",
    "long long int": "LL",
    "long long unsigned int": "ULL",
}


def _wide_text(value: int, integer: IntegerType) -> str:
    value &= (1 << 128) - 1
    high, low = value >> 64, value & ((1 << 64) - 1)
    return f"(({integer.name})(((unsigned __int128){high}ULL << 64) | {low}ULL))"


def type_name(printer: Speller, ctype: CType) -> str:
    """A type name, as a cast needs it."""
    return printer.declare(ctype, "").rstrip()
