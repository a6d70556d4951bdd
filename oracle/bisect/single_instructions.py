"""IR translated one instruction at a time: is it the IR that is wrong, or what the code generator makes of it?

A boundary B4+k is executed by LLVM's own code generator, which may be wrong too: then the bisection names the pass that
first brought together what the code generator gets wrong. At -O0 the code generator looks at one basic block at a time.
So the IR is taken apart, one instruction a block: if the program is right then, the IR is. Blocks are put together
again by delta debugging, and what remains is the smallest group of instructions that is translated wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from itertools import groupby

from oracle.bisect.functions import minimise

_LABEL = re.compile(r'^("(?:[^"\\]|\\.)*"|[\w.$-]+):')
_INCOMING = re.compile(r', %("(?:[^"\\]|\\.)*"|[\w.$-]+) \]')
_UNNAMED_PARAMETER = re.compile(r" %(\d+)[,)]")
_TERMINATOR = re.compile(r"\s+(?:%\S+ = )?(?:ret|br|switch|indirectbr|unreachable|invoke|callbr|resume)\b")
_STAYS_WITH_NEXT = re.compile(r"\s+(?:%\S+ = )?(?:phi|alloca|musttail)\b|\s+#dbg_")
_DEBUG = re.compile(r", !dbg !(\d+)")
_LOCATION = re.compile(r"^!(\d+) = (?:distinct )?!DILocation\(line: (\d+)", re.MULTILINE)
_NEW_LABEL = "single.instruction."


@dataclass(frozen=True, slots=True)
class Join:
    """Two neighbouring instructions of one block; `first` is a row of the text."""

    function: str
    block: int
    first: int


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A module and the places where its blocks can be divided: behind every instruction but a block's last one."""

    rows: tuple[str, ...]
    joins: tuple[Join, ...]

    @classmethod
    def of(cls, ir: str) -> TakenApart:
        rows = ir.split("\n")
        joins: list[Join] = []
        function = ""
        block = 0
        goes_on = False
        for number, row in enumerate(rows):
            if row.startswith("define"):
                found = re.search(r'@("(?:[^"\\]|\\.)*"|[\w.$-]+)\(', row)
                function = found[1].strip('"') if found else "?"
                block += 1
            elif row.startswith("}"):
                function = ""
            elif _LABEL.match(row):
                block += 1
            elif function and row.startswith("  ") and not goes_on and not row.startswith("   "):
                if _TERMINATOR.match(row):
                    goes_on = row.rstrip().endswith("[")
                elif not _STAYS_WITH_NEXT.match(row):
                    joins.append(Join(function, block, number))
            elif row.strip() == "]":
                goes_on = False
        return cls(tuple(rows), tuple(joins))

    def text(self, joined: Set[int] = frozenset()) -> str:
        """The module with one instruction in each block, but for the `joined` (indices of `joins`)."""
        divided = {join.first: index for index, join in enumerate(self.joins) if index not in joined}
        made: list[str] = []
        start = 0
        label: str | None = None
        last: dict[str, str] = {}
        for number, row in enumerate(self.rows):
            if row.startswith("define"):
                start, last = len(made), {}
                label = _label_of_entry(row)
            elif found := _LABEL.match(row):
                label = found[1]
            elif row.startswith("}"):
                made[start:] = [_with_incoming(one, last) for one in made[start:]]
                label = None
            made.append(row)
            if number in divided:
                fresh = f"{_NEW_LABEL}{divided[number]}"
                made += [f"  br label %{fresh}", f"{fresh}:"]
                if label is not None:
                    last[label] = fresh
        return "\n".join(made)

    def source_lines(self, joined: Set[int]) -> tuple[int, ...]:
        """The source lines of the instructions that stay together, by the module's line table (-g)."""
        table = dict(_LOCATION.findall("\n".join(self.rows)))
        rows = [self.rows[self.joins[index].first + step] for index in sorted(joined) for step in (0, 1)]
        numbers = [found[1] for row in rows if (found := _DEBUG.search(row))]
        return tuple(dict.fromkeys(int(table[number]) for number in numbers if table.get(number, "0") != "0"))

    def groups(self, joined: Set[int]) -> list[str]:
        """The instructions that stay together, a text for each block that holds several."""
        found: list[str] = []
        previous: Join | None = None
        for index, join in enumerate(self.joins):
            if index not in joined:
                continue
            rows = [self.rows[join.first], self.rows[join.first + 1]]
            if previous is not None and join.block == previous.block and join.first == previous.first + 1:
                found[-1] += f"\n{rows[1]}"
            else:
                found.append("\n".join(rows))
            previous = join
        return found


def smallest_group(apart: TakenApart, wrong: Callable[[str], bool]) -> list[int]:
    """The joins without any one of which the program is right; `wrong` says whether the module of a text is."""

    def smallest(parts: list[list[int]]) -> list[int]:
        def shows(some: frozenset[int]) -> bool:
            return wrong(apart.text({index for part in some for index in parts[part]}))

        return [index for part in minimise(range(len(parts)), shows) for index in parts[part]]

    chosen = list(range(len(apart.joins)))
    for key in (lambda index: apart.joins[index].function, lambda index: apart.joins[index].block, lambda index: index):
        chosen = sorted(smallest([list(members) for _, members in groupby(chosen, key)]))
    return chosen


def _label_of_entry(define: str) -> str:
    """What an entry block without a label is called: it takes the number behind the unnamed parameters."""
    numbers = [int(number) for number in _UNNAMED_PARAMETER.findall(define)]
    return str(max(numbers) + 1 if numbers else 0)


def _with_incoming(row: str, last: dict[str, str]) -> str:
    """A phi names the block that jumps to it: of a divided one, the last part."""
    if " = phi " not in row:
        return row
    return _INCOMING.sub(lambda found: f", %{last.get(found[1], found[1])} ]", row)
