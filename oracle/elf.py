"""What an object file says about itself, and how two of them differ.

Sections, symbols, line tables and (from DWARF) what two compilers must agree on for their objects to be linked
together: the layouts of structures and unions, enumerators, the types of functions and variables. So an ABI bug is
found without running anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from elftools.common.exceptions import DWARFError, ELFError
from elftools.dwarf.die import DIE
from elftools.dwarf.dwarfinfo import DWARFInfo
from elftools.elf.elffile import ELFFile
from elftools.elf.relocation import RelocationSection
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
    """One member of a structure; offsets and sizes in bits (System V psABI, 3.1.2).

    `type` is spelled by size and kind (`int32`, `float64`, `pointer to struct node`), without typedefs and
    qualifiers: compilers name their base types differently.
    """

    name: str
    bit_offset: int
    bit_size: int | None
    type: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A structure or union as laid out in memory; `size` in bytes, `alignment` too when one was asked for, else 0."""

    name: str
    size: int
    members: tuple[Member, ...]
    alignment: int = 0


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """What was read from one object; each mapping is by name.

    `enumerations`: their constants; `prototypes`: the types of functions; `variables`: those of objects with
    external linkage; `lines`: for each source file, the lines that have code.
    """

    path: Path
    sections: dict[str, int]
    symbols: dict[str, Symbol]
    layouts: dict[str, Layout]
    enumerations: dict[str, dict[str, int]] = field(default_factory=dict)
    prototypes: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    lines: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def describes_types(self) -> bool:
        """True when the object says anything about types: it was compiled with -g."""
        return bool(self.layouts or self.enumerations or self.prototypes or self.variables)

    @property
    def functions(self) -> list[Symbol]:
        """The functions that the object defines, by name."""
        return [s for _, s in sorted(self.symbols.items()) if s.kind == "FUNC" and s.section != "UNDEF"]

    @classmethod
    def read(cls, path: Path) -> ObjectFile:
        """Read `path`; raises NotAnObject."""
        try:
            with BytesIO(path.read_bytes()) as stream:
                elf = ELFFile(stream)
                _leave_out_thread_offsets(elf, stream)
                sections = {s.name: int(s["sh_size"]) for s in elf.iter_sections() if s.name}
                types = _Types()
                lines: dict[str, frozenset[int]] = {}
                if elf.has_dwarf_info():
                    information = elf.get_dwarf_info()
                    types.read(information)
                    lines = _lines(information)
                return cls(
                    path,
                    sections,
                    _symbols(elf),
                    types.layouts,
                    types.enumerations,
                    types.prototypes,
                    types.variables,
                    lines,
                )
        except OSError as error:
            raise NotAnObject(f"{path}: {error.strerror}") from error
        except (ELFError, DWARFError) as error:
            raise NotAnObject(f"{path}: is not a usable ELF file ({error or 'damaged'})") from error


_RELOCATIONS = frozenset({0, 1, 2, 10, 11})
"""R_X86_64_NONE, _64, _PC32, _32 and _32S (psABI, table 4.10): those that pyelftools applies."""


def _leave_out_thread_offsets(elf: ELFFile, stream: BytesIO) -> None:
    """Make relocations of debugging information that only a debugger needs (R_X86_64_DTPOFF32, ...) R_X86_64_NONE.

    They say where in a thread's block an object lies, which a linker knows; pyelftools refuses them.
    """
    if elf.get_machine_arch() != "x64":
        return
    for section in elf.iter_sections():
        if not isinstance(section, RelocationSection) or not section.name.startswith(".rela.debug"):
            continue
        for number, entry in enumerate(section.iter_relocations()):
            if entry["r_info_type"] not in _RELOCATIONS:
                # Elf64_Rela: r_offset, then r_info, whose lower half is the type.
                stream.seek(section["sh_offset"] + number * section["sh_entsize"] + 8)
                stream.write(bytes(4))


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


_RECORDS = {"DW_TAG_structure_type": "struct", "DW_TAG_union_type": "union"}
_TRANSPARENT = (
    "DW_TAG_typedef",
    "DW_TAG_const_type",
    "DW_TAG_volatile_type",
    "DW_TAG_restrict_type",
    "DW_TAG_atomic_type",
)
# DWARF 5, 7.8: how a base type is encoded.
_ENCODINGS = {2: "bool", 3: "complex", 4: "float", 5: "int", 6: "int", 7: "unsigned", 8: "unsigned", 16: "unsigned"}


class _Types:
    """The types that the units of one object describe."""

    def __init__(self) -> None:
        self.layouts: dict[str, Layout] = {}
        self.enumerations: dict[str, dict[str, int]] = {}
        self.prototypes: dict[str, str] = {}
        self.variables: dict[str, str] = {}

    def read(self, information: DWARFInfo) -> None:
        for unit in information.iter_CUs():
            top = unit.get_top_DIE()
            for die in unit.iter_DIEs():
                for name, record in _named_record(die):
                    self.layouts[name] = _layout(name, record)
                if die.tag == "DW_TAG_enumeration_type":
                    self._enumeration(die)
                elif die.get_parent() is top and die.tag in ("DW_TAG_subprogram", "DW_TAG_variable"):
                    self._entity(die)

    def _enumeration(self, die: DIE) -> None:
        constants = {
            _name(child): _number(child, "DW_AT_const_value") or 0
            for child in die.iter_children()
            if child.tag == "DW_TAG_enumerator"
        }
        name = _name(die) or f"of {next(iter(constants), 'nothing')}"
        self.enumerations[f"enum {name}"] = constants

    def _entity(self, die: DIE) -> None:
        name = _name(die)
        if not name or "DW_AT_external" not in die.attributes:
            return
        if die.tag == "DW_TAG_variable":
            self.variables[name] = _spelled(_target(die))
        elif "DW_AT_declaration" not in die.attributes:
            self.prototypes[name] = _function(die)


def _layout(name: str, record: DIE) -> Layout:
    size, alignment = _number(record, "DW_AT_byte_size") or 0, _number(record, "DW_AT_alignment") or 0
    return Layout(name, size, tuple(_members(record)), alignment)


def _lines(information: DWARFInfo) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for unit in information.iter_CUs():
        program = information.line_program_for_CU(unit)
        if program is None:
            continue
        base = 0 if program.header["version"] >= 5 else 1
        files = program.header["file_entry"]
        for entry in program.get_entries():
            state = entry.state
            if state is None or state.end_sequence or not state.line:
                continue
            index = state.file - base
            if 0 <= index < len(files):
                name = Path(files[index].name.decode(errors="replace")).name
                found.setdefault(name, set()).add(int(state.line))
    return {name: frozenset(lines) for name, lines in found.items()}


def _named_record(die: DIE) -> Iterator[tuple[str, DIE]]:
    """A structure or union with its tag, or the name that a typedef gives to one without."""
    if die.tag in _RECORDS and "DW_AT_declaration" not in die.attributes and (name := _name(die)):
        yield f"{_RECORDS[die.tag]} {name}", die
        return
    target = _target(die) if die.tag == "DW_TAG_typedef" else None
    if target is not None and target.tag in _RECORDS and not _name(target):
        yield _name(die), target


def _members(record: DIE) -> Iterator[Member]:
    for child in record.iter_children():
        if child.tag != "DW_TAG_member":
            continue
        bits = _number(child, "DW_AT_bit_size")
        ctype = _target(child)
        offset = _number(child, "DW_AT_data_bit_offset")
        if offset is None:
            offset = 8 * (_number(child, "DW_AT_data_member_location") or 0)
            if bits is not None and (unused := _number(child, "DW_AT_bit_offset")) is not None:
                # DWARF 3: counted from the other end of the storage unit
                offset += 8 * (_number(child, "DW_AT_byte_size") or _size(ctype) or 0) - unused - bits
        if bits is None and (size := _size(ctype)) is not None:
            bits = 8 * size
        yield Member(_name(child) or "(unnamed)", offset, bits, _spelled(ctype))


def _target(die: DIE) -> DIE | None:
    """The type of an entry; None for void."""
    return die.get_DIE_from_attribute("DW_AT_type") if "DW_AT_type" in die.attributes else None


def _plain(die: DIE | None) -> DIE | None:
    while die is not None and die.tag in _TRANSPARENT:
        die = _target(die)
    return die


def _size(die: DIE | None) -> int | None:
    """In bytes; None when it is not constant."""
    die = _plain(die)
    if die is None:
        return None
    if die.tag == "DW_TAG_array_type":
        size = _size(_target(die))
        for length in _lengths(die):
            size = None if size is None or length is None else size * length
        return size
    size = _number(die, "DW_AT_byte_size")
    return 8 if size is None and die.tag == "DW_TAG_pointer_type" else size


def _lengths(array: DIE) -> Iterator[int | None]:
    for child in array.iter_children():
        if child.tag == "DW_TAG_subrange_type":
            count, upper = _number(child, "DW_AT_count"), _number(child, "DW_AT_upper_bound")
            if count is None and upper is not None:
                count = 0 if upper in (-1, 0xFFFFFFFFFFFFFFFF) else upper + 1
            yield count


def _spelled(die: DIE | None, depth: int = 6) -> str:
    """A type by what it is, not by what it is called; records and enumerations by their tags."""
    die = _plain(die)
    if die is None:
        return "void"
    if depth == 0:
        return "..."
    match die.tag:
        case "DW_TAG_base_type":
            encoding, size = _number(die, "DW_AT_encoding") or 0, _number(die, "DW_AT_byte_size") or 0
            return f"{_ENCODINGS.get(encoding, 'type')}{8 * size}"
        case "DW_TAG_pointer_type":
            return f"pointer to {_spelled(_target(die), depth - 1)}"
        case "DW_TAG_array_type":
            lengths = "".join(f"[{'' if length is None else length}]" for length in _lengths(die))
            return f"{_spelled(_target(die), depth - 1)}{lengths}"
        case "DW_TAG_subroutine_type":
            return _function(die, depth - 1)
        case "DW_TAG_enumeration_type":
            return f"enum {_name(die)}"
        case "DW_TAG_structure_type" | "DW_TAG_union_type":
            if name := _name(die):
                return f"{_RECORDS[die.tag]} {name}"
            members = (f"{one.name} {one.type} at {one.bit_offset}" for one in _members(die))
            return f"{_RECORDS[die.tag]} {{{', '.join(members)}}}"
    return str(die.tag).removeprefix("DW_TAG_")


def _function(die: DIE, depth: int = 6) -> str:
    parameters = []
    for child in die.iter_children():
        if child.tag == "DW_TAG_formal_parameter":
            parameters.append(_spelled(_target(child), depth))
        elif child.tag == "DW_TAG_unspecified_parameters":
            parameters.append("...")
    return f"{_spelled(_target(die), depth)} ({', '.join(parameters)})"


def _name(die: DIE) -> str:
    attribute = die.attributes.get("DW_AT_name")
    return attribute.value.decode(errors="replace") if attribute else ""


def _number(die: DIE, name: str) -> int | None:
    attribute = die.attributes.get(name)
    return attribute.value if attribute is not None and isinstance(attribute.value, int) else None


def differences(ours: ObjectFile, theirs: ObjectFile) -> list[str]:
    """What keeps two objects from standing for each other, one line each; sizes of code do not count.

    Compared are global symbols (kind, binding, whether defined, size of data)
    and, of what both describe, the layouts of records, enumerators, and the
    types of functions and variables.
    """
    found: list[str] = []
    first, second = _interface(ours), _interface(theirs)
    for name in sorted(first.keys() | second.keys()):
        mine, other = first.get(name), second.get(name)
        if mine != other:
            found.append(
                f"symbol {name}: {mine or 'absent'} in {ours.path.name}, {other or 'absent'} in {theirs.path.name}"
            )
    return found + type_differences(ours, theirs)


def type_differences(ours: ObjectFile, theirs: ObjectFile) -> list[str]:
    """Where two objects describe a type of one name differently, one line each."""
    found: list[str] = []
    for name in sorted(ours.layouts.keys() & theirs.layouts.keys()):
        found += _layout_differences(ours.layouts[name], theirs.layouts[name])
    for name in sorted(ours.enumerations.keys() & theirs.enumerations.keys()):
        mine, other = ours.enumerations[name], theirs.enumerations[name]
        for constant in sorted(mine.keys() | other.keys()):
            if mine.get(constant) != other.get(constant):
                found.append(
                    f"{name}.{constant}: {mine.get(constant, 'absent')} against {other.get(constant, 'absent')}"
                )
    for kind, first, second in (
        ("function", ours.prototypes, theirs.prototypes),
        ("variable", ours.variables, theirs.variables),
    ):
        for name in sorted(first.keys() & second.keys()):
            if first[name] != second[name]:
                found.append(f"{kind} {name}: {first[name]} against {second[name]}")
    return found


def line_differences(ours: ObjectFile, theirs: ObjectFile) -> list[str]:
    """Source lines for which only one of two objects has code: no fault, but worth a look."""
    found: list[str] = []
    for name in sorted(ours.lines.keys() & theirs.lines.keys()):
        for one, other, file in ((ours, theirs, ours), (theirs, ours, theirs)):
            if only := sorted(one.lines[name] - other.lines[name]):
                found.append(f"lines of {name} only in {file.path.name}: {', '.join(map(str, only))}")
    return found


def _interface(file: ObjectFile) -> dict[str, str]:
    described = {}
    for name, symbol in file.symbols.items():
        if symbol.binding == "LOCAL" or name == "_GLOBAL_OFFSET_TABLE_":
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
    if ours.alignment and theirs.alignment and ours.alignment != theirs.alignment:
        yield f"{ours.name}: aligned to {ours.alignment} against {theirs.alignment}"
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
    return f"at bit {member.bit_offset}{size}" + (f", {member.type}" if member.type else "")
