"""Record layout against gcc: sizes, alignments, offsets, and the bits of every bit-field."""

from __future__ import annotations

import random
from pathlib import Path

from check_support import checked, needs_gcc, variable

from minicc.types.ctype import ArrayType, RecordType
from minicc.types.layout import size_of

_INTEGERS = {"char": 8, "unsigned char": 8, "short": 16, "int": 32, "unsigned int": 32, "long": 64, "unsigned long": 64}
_OTHERS = ("float", "double", "long double", "void *", "__int128", "struct inner", "union pair")
_PRELUDE = "struct inner { char a; short b; }; union pair { int i; char c[6]; };\n"


def _record(choose: random.Random, number: int) -> str:
    """A random record definition: bit-fields of every kind, packed and aligned in all combinations."""
    lines: list[str] = []
    for i in range(choose.randint(1, 7)):
        name = f"m{i}"
        attribute = choose.choice(["", "", "", "", " __attribute__((packed))", " __attribute__((aligned(8)))"])
        if choose.random() < 0.6:
            word, width = choose.choice([*_INTEGERS.items(), ("_Bool", 1)])
            bits = choose.randint(0, width)
            lines.append(f"{word} {name if bits else ''}:{bits}{attribute if bits else ''};")
        elif choose.random() < 0.5:
            lines.append(f"{choose.choice([*_INTEGERS, *_OTHERS])} {name}{attribute};")
        else:
            lines.append(f"{choose.choice(list(_INTEGERS))} {name}[{choose.randint(0, 5)}]{attribute};")
    keyword = choose.choice(["struct", "struct", "struct", "union"])
    tail = choose.choice(
        [
            "",
            "",
            "",
            " __attribute__((packed))",
            " __attribute__((aligned(16)))",
            " __attribute__((packed, aligned(4)))",
        ]
    )
    return f"{keyword} r{number} {{ {' '.join(lines)} }}{tail};\n"


def _facts_of(text: str, count: int) -> list[str]:
    """Size, alignment, and for each named member the byte range or the bit range."""
    unit = checked(text + "".join(f"{_keyword(text, i)} r{i} v{i};\n" for i in range(count)))
    facts: list[str] = []
    for i in range(count):
        ctype = variable(unit, f"v{i}").type
        assert isinstance(ctype, RecordType)
        record = ctype.definition
        facts.append(f"r{i} {record.size} {record.alignment}")
        for member in record.members or ():
            if member.name is None:
                continue
            if member.bit_width is not None:
                facts.append(f"{member.name} {member.bit_position} {member.bit_width}")
            else:
                facts.append(f"{member.name} {member.offset} {size_of(member.type)}")
    return facts


def _keyword(text: str, number: int) -> str:
    return "union" if f"union r{number} " in text else "struct"


def _program(text: str, count: int, facts: list[str]) -> str:
    """A program that finds the same facts out with gcc: a bit-field filled with ones shows its place in memory."""
    body: list[str] = []
    current = ""
    for fact in facts:
        name = fact.split()[0]
        if name.startswith("r"):
            current = f"{_keyword(text, int(name[1:]))} {name}"
            body.append(f'printf("{name} %zu %zu\\n", sizeof({current}), _Alignof({current}));')
        elif f"{name}:" in text.split(f"{current} {{")[1].split("};")[0].split("}")[0]:
            body.append(f'{{ {current} v; memset(&v, 0, sizeof v); v.{name} = -1; show("{name}", &v, sizeof v); }}')
        else:
            body.append(
                f'printf("{name} %zu %zu\\n", __builtin_offsetof({current}, {name}), sizeof((({current} *)0)->{name}));'
            )
    show = """
#include <stdio.h>
#include <string.h>
static void show(const char *name, void *object, unsigned long size) {
  unsigned char *bytes = object; long first = -1, count = 0;
  for (unsigned long i = 0; i < 8 * size; i++)
    if (bytes[i / 8] >> (i % 8) & 1) { if (first < 0) first = i; count++; }
  printf("%s %ld %ld\\n", name, first, count);
}
"""
    return f"{show}{text}int main(void) {{ {' '.join(body)} return 0; }}"


@needs_gcc
def test_random_records_are_laid_out_as_by_gcc(tmp_path: Path) -> None:
    from check_support import run_gcc

    choose = random.Random(20)
    count = 250
    text = _PRELUDE + "".join(_record(choose, i) for i in range(count))
    facts = _facts_of(text, count)
    assert run_gcc(tmp_path, _program(text, count, facts)).splitlines()[1:] == facts


@needs_gcc
def test_pragma_pack_bounds_alignment_as_in_gcc(tmp_path: Path) -> None:
    from check_support import run_gcc

    choose = random.Random(21)
    count = 80
    text = _PRELUDE
    for i in range(count):
        pack = choose.choice([1, 2, 4, 8])
        text += f"#pragma pack(push, {pack})\n{_record(choose, i)}#pragma pack(pop)\n"
    facts = _facts_of(text, count)
    assert run_gcc(tmp_path, _program(text, count, facts)).splitlines()[1:] == facts


def test_flexible_array_and_anonymous_members() -> None:
    unit = checked("struct s { int n; union { long l; struct { char a, b; }; }; short tail[]; } v;")
    ctype = variable(unit, "v").type
    assert isinstance(ctype, RecordType)
    record = ctype.definition
    assert (record.size, record.alignment, record.has_flexible_array) == (16, 8, True)
    assert [(m.name, m.offset) for m in record.members or ()] == [("n", 0), (None, 8), ("tail", 16)]


def test_aligned_typedef_and_variable() -> None:
    unit = checked("typedef int T __attribute__((aligned(32))); T a; T *p; _Alignas(64) char c; T b[1];")
    assert [variable(unit, name).alignment for name in "apc"] == [32, 8, 64]
    assert isinstance(variable(unit, "b").type, ArrayType)
