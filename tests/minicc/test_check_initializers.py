"""Random initializers, nested, designated and with braces left out: the bytes are those that gcc stores."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from check_support import checked, needs_gcc, run_gcc

from minicc.check.printc import print_c
from minicc.diagnostics import CompileError

_DUMP = """
int printf(const char *, ...);
static void dump(const void *object, unsigned long size) {
  const unsigned char *bytes = object;
  for (unsigned long i = 0; i < size; i++) printf("%02x", bytes[i]);
  printf("\\n");
}
"""


@dataclass(frozen=True)
class _Array:
    element: _Type
    length: int


@dataclass(frozen=True)
class _Record:
    keyword: str
    members: list[tuple[str, _Type]]
    number: int


_Type: TypeAlias = "str | _Array | _Record"
"""A string is a scalar's name, with the width of a bit-field behind it."""


class _Generator:
    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)
        self.definitions: list[str] = []
        self.next_value = 0

    def type(self, depth: int) -> _Type:
        kind = self.choose.random()
        if depth == 0 or kind < 0.3:
            return self.choose.choice(["char", "short", "int", "long", "double", "unsigned:5", "char"])
        if kind < 0.55:
            element = self.type(depth - 1)
            if element == "unsigned:5":
                element = "int"
            return _Array(element, self.choose.randint(1, 3))
        keyword = "union" if kind > 0.87 else "struct"
        members = [(f"m{i}", self.type(depth - 1)) for i in range(self.choose.randint(1, 4))]
        number = len(self.definitions)
        lines = " ".join(self.declare(ctype, name) + ";" for name, ctype in members)
        self.definitions.append(f"{keyword} t{number} {{ {lines} }};")
        return _Record(keyword, members, number)

    def declare(self, ctype: _Type, name: str) -> str:
        if isinstance(ctype, str):
            word, _, width = ctype.partition(":")
            return f"{word} {name}:{width}" if width else f"{word} {name}"
        if isinstance(ctype, _Array):
            return self.declare(ctype.element, f"{name}[{ctype.length}]")
        return f"{ctype.keyword} t{ctype.number} {name}"

    def scalar(self, bare: bool) -> str:
        self.next_value = self.next_value % 30 + 1
        if bare:
            return str(self.next_value)
        return self.choose.choice([str(self.next_value), f"{{{self.next_value}}}", f"{self.next_value}.0"])

    def initializer(self, ctype: _Type, braces: bool) -> str:
        """Text for one object; without braces as many items as it has scalars (a union: its first member's).

        The first of those has no braces either: they would be taken for those of the whole.
        """
        if isinstance(ctype, str):
            return self.scalar(not braces)
        if isinstance(ctype, _Array) and ctype.element == "char" and self.choose.random() < 0.5:
            return '"' + "abc"[: self.choose.randint(0, ctype.length)] + '"'
        is_union = isinstance(ctype, _Record) and ctype.keyword == "union"
        parts = self.parts(ctype)
        if not braces:
            taken = parts[:1] if is_union else parts
            return ", ".join(
                self.initializer(part, i > 0 and self.choose.random() < 0.3) for i, (_, part) in enumerate(taken)
            )
        if self.choose.random() < 0.1:
            return "{}"
        items: list[str] = []
        at = 0
        for _ in range(self.choose.randint(1, len(parts) + 1)):
            if self.choose.random() < 0.4:
                at = self.choose.randrange(len(parts))
                designator, part = self.designated(parts[at])
                items.append(f"{designator} = {self.initializer(part, self.choose.random() < 0.6)}")
                if designator != parts[at][0]:
                    break
            elif at < len(parts):
                items.append(self.initializer(parts[at][1], self.choose.random() < 0.5))
            at = len(parts) if is_union else at + 1
        return "{" + ", ".join(items) + "}"

    def designated(self, part: tuple[str, _Type]) -> tuple[str, _Type]:
        """A designator for a part or for something inside it."""
        designator, ctype = part
        while not isinstance(ctype, str) and self.choose.random() < 0.5:
            inner, ctype = self.choose.choice(self.parts(ctype))
            designator += inner
        return designator, ctype

    def parts(self, ctype: _Type) -> list[tuple[str, _Type]]:
        assert not isinstance(ctype, str)
        if isinstance(ctype, _Array):
            return [(f"[{i}]", ctype.element) for i in range(ctype.length)]
        return [(f".{name}", member) for name, member in ctype.members]


def _program(seed: int) -> str:
    generator = _Generator(seed)
    objects: list[str] = []
    dumps: list[str] = []
    for i in range(12):
        ctype = generator.type(3)
        if isinstance(ctype, str):
            continue
        declaration = generator.declare(ctype, f"v{i}")
        objects.append(f"{declaration} = {generator.initializer(ctype, True)};")
        dumps.append(f"dump(&v{i}, sizeof v{i});")
    definitions = "\n".join([*generator.definitions, *objects])
    return f"{_DUMP}{definitions}\nint main(void) {{ {' '.join(dumps)} return 0; }}\n"


@needs_gcc
@pytest.mark.parametrize("seed", range(25))
def test_random_initializers_fill_the_same_bytes(seed: int, tmp_path: Path) -> None:
    program = _program(seed)
    try:
        printed = print_c(checked(program))
    except CompileError as error:
        with pytest.raises(AssertionError):
            run_gcc(tmp_path, program)
        assert error.message in ("extra brace group at end of initializer", "empty scalar initializer")
        return
    assert run_gcc(tmp_path, printed) == run_gcc(tmp_path, program)
