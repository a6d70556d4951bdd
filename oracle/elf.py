"""What an object file says about itself, and how two of them differ.

Sections, symbols and (from DWARF) the layouts of structures and unions: what
two compilers must agree on for their objects to be linked together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import DWARFError, ELFError
from elftools.dwarf.die import DIE
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection


class NotAnObject(Exception):
    """The file is missing or is no ELF file; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One entry of the symbol table; `size` in bytes, `section` is its name, or UNDEF, ABS or COMMON."""

    name: str
    kind: str
    binding: str
    size: int
    section: str


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a structure; offsets and sizes in bits (System V psABI, 3.1.2)."""

    name: str
    bit_offset: int
    bit_size: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A structure or union as laid out in memory; `size` in bytes."""

    name: str
    size: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """What was read from one object; each mapping is by name."""

    path: Path
    sections: dict[str, int]
    symbols: dict[str, Symbol]
    layouts: dict[str, Layout]

    @property
    def functions(self) -> list[Symbol]:
        """The functions that the object defines, by name."""
        return [s for _, s in sorted(self.symbols.items()) if s.kind == "FUNC" and s.section != "UNDEF"]

    @classmethod
    def read(cls, path: Path) -> ObjectFile:
        """Read `path`; raises NotAnObject."""
        try:
            with path.open("rb") as stream:
                elf = ELFFile(stream)
                sections = {s.name: int(s["sh_size"]) for s in elf.iter_sections() if s.name}
                return cls(path, sections, _symbols(elf), _layouts(elf))
        except OSError as error:
            raise NotAnObject(f"{path}: {error.strerror}") from error
        except (ELFError, DWARFError) as error:
            raise NotAnObject(f"{path}: is not a usable ELF file ({error or 'damaged'})") from error


def _symbols(elf: ELFFile) -> dict[str, Symbol]:
    found: dict[str, Symbol] = {}
    for table in elf.iter_sections():
        if not isinstance(table, SymbolTableSection):
            continue
        for entry in table.iter_symbols():
            kind = str(entry["st_info"]["type"]).removeprefix("STT_")
            if not entry.name or kind in ("FILE", "SECTION"):
                continue
            index = entry["st_shndx"]
            place = elf.get_section(index).name if isinstance(index, int) else str(index).removeprefix("SHN_")
            binding = str(entry["st_info"]["bind"]).removeprefix("STB_")
            found[entry.name] = Symbol(entry.name, kind, binding, int(entry["st_size"]), place)
    return found


def _layouts(elf: ELFFile) -> dict[str, Layout]:
    if not elf.has_dwarf_info():
        return {}
    found: dict[str, Layout] = {}
    for unit in elf.get_dwarf_info().iter_CUs():
        for die in unit.iter_DIEs():
            for name, record in _named_record(die):
                found[name] = Layout(name, _number(record, "DW_AT_byte_size") or 0, tuple(_members(record)))
    return found


def _named_record(die: DIE) -> Iterator[tuple[str, DIE]]:
    """A structure or union with its tag, or the name that a typedef gives to one without."""
    kinds = {"DW_TAG_structure_type": "struct", "DW_TAG_union_type": "union"}
    if die.tag in kinds and "DW_AT_declaration" not in die.attributes and (name := _name(die)):
        yield f"{kinds[die.tag]} {name}", die
    elif die.tag == "DW_TAG_typedef" and "DW_AT_type" in die.attributes:
        target = die.get_DIE_from_attribute("DW_AT_type")
        if target.tag in kinds and not _name(target):
            yield _name(die), target


def _members(record: DIE) -> Iterator[Member]:
    for child in record.iter_children():
        if child.tag != "DW_TAG_member":
            continue
        bits = _number(child, "DW_AT_bit_size")
        offset = _number(child, "DW_AT_data_bit_offset")
        if offset is None:
            offset = 8 * (_number(child, "DW_AT_data_member_location") or 0)
        if bits is None and "DW_AT_type" in child.attributes:
            size = _number(child.get_DIE_from_attribute("DW_AT_type"), "DW_AT_byte_size")
            bits = None if size is None else 8 * size
        yield Member(_name(child) or "(unnamed)", offset, bits)


def _name(die: DIE) -> str:
    attribute = die.attributes.get("DW_AT_name")
    return attribute.value.decode(errors="replace") if attribute else ""


def _number(die: DIE, name: str) -> int | None:
    attribute = die.attributes.get(name)
    return attribute.value if attribute is not None and isinstance(attribute.value, int) else None


def differences(ours: ObjectFile, theirs: ObjectFile) -> list[str]:
    """What keeps two objects from standing for each other, one line each; sizes of code do not count.

    Compared are global symbols (kind, binding, whether defined, size of data)
    and the layouts of records that both describe.
    """
    found: list[str] = []
    first, second = _interface(ours), _interface(theirs)
    for name in sorted(first.keys() | second.keys()):
        mine, other = first.get(name), second.get(name)
        if mine != other:
            found.append(
                f"symbol {name}: {mine or 'absent'} in {ours.path.name}, {other or 'absent'} in {theirs.path.name}"
            )
    for name in sorted(ours.layouts.keys() & theirs.layouts.keys()):
        found += _layout_differences(ours.layouts[name], theirs.layouts[name])
    return found


def _interface(file: ObjectFile) -> dict[str, str]:
    described = {}
    for name, symbol in file.symbols.items():
        if symbol.binding == "LOCAL":
            continue
        if symbol.section == "UNDEF":
            described[name] = "undefined"
        else:
            size = f", {symbol.size} bytes" if symbol.kind == "OBJECT" else ""
            described[name] = f"{symbol.binding.lower()} {symbol.kind.lower()}{size}"
    return described


def _layout_differences(ours: Layout, theirs: Layout) -> Iterator[str]:
    if ours.size != theirs.size:
        yield f"{ours.name}: {ours.size} bytes against {theirs.size}"
    mine = {member.name: member for member in ours.members}
    other = {member.name: member for member in theirs.members}
    for name in [*mine, *(name for name in other if name not in mine)]:
        a, b = mine.get(name), other.get(name)
        if a != b:
            yield f"{ours.name}.{name}: {_place(a)} against {_place(b)}"


def _place(member: Member | None) -> str:
    if member is None:
        return "absent"
    size = "" if member.bit_size is None else f", {member.bit_size} bits"
    return f"at bit {member.bit_offset}{size}"
