"""Did the lowering promise LLVM something that does not hold?

A pass that exploits a wrong promise (`nsw`, `inbounds`, ...) is not to blame for what follows. When a pass
was found, the program is compiled once more with one kind of promise removed from the unoptimised IR. If the
divergence goes away,
the promise is suspect; for those that can be tested (`nsw`, `nuw`, `exact`, `align`) the unoptimised program
is then
executed with a trap at every instruction whose promise does not hold, and only a trap convicts the lowering.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

_DEFINE = re.compile(r'^define\b[^@]*@("[^"]*"|[\w.$-]+)\(')
_DEBUG = re.compile(r", !dbg !(\d+)")
_LOCATION = re.compile(r"^!(\d+) = (?:distinct )?!DILocation\(line: (\d+)", re.MULTILINE)

REMOVERS: dict[str, Callable[[str], str]] = {
    "nsw": lambda line: re.sub(r"\bnsw ", "", line),
    "nuw": lambda line: re.sub(r"\bnuw ", "", line),
    "exact": lambda line: re.sub(r"\b([sul]div|[al]shr|udiv) exact ", r"\1 ", line),
    "inbounds": lambda line: re.sub(r"\b(inbounds|nusw) ", "", line),
    "align": lambda line: re.sub(
        r"\bptr align \d+", "ptr align 1", re.sub(r"(\b(?:load|store)\b.*), align \d+", r"\1, align 1", line)
    ),
    "lifetime": lambda line: re.sub(r"^\s+call void @llvm\.lifetime\..*", "", line),
    "tbaa": lambda line: re.sub(r", !tbaa !\d+", "", line),
    "metadata": lambda line: re.sub(
        r", !(?:range|nonnull|noundef|invariant\.load|noalias|alias\.scope) !\d+", "", line
    ),
}
"""What takes each kind of promise out of one instruction."""

HEAD_REMOVERS: dict[str, Callable[[str], str]] = {
    "noalias": lambda line: re.sub(r"(?<!!)\bnoalias ", "", line),
    "noreturn": lambda line: re.sub(r"\b(?:noreturn|willreturn|mustprogress) ?", "", line),
    "memory": lambda line: re.sub(r"\b(?:memory\([^)]*\)|readnone|readonly|writeonly) ?", "", line),
}
"""Promises that stand on functions, parameters and attribute groups."""

TESTABLE = frozenset({"nsw", "nuw"})


def strip(ir: str, kind: str, only: Container[int] | None = None) -> str:
    """The module without one kind of promise, or without any when `kind` is "all".

    `only`: without those of the promises of this kind whose numbers (from 0, in the order of the text) are in it.
    """
    kinds = [*REMOVERS, *HEAD_REMOVERS] if kind == "all" else [kind]
    rows: list[str] = []
    number = 0
    for line in ir.split("\n"):
        without = _without(line, kinds)
        if without != line:
            line = without if only is None or number in only else line
            number += 1
        rows.append(line)
    return "\n".join(rows)


def _without(line: str, kinds: Sequence[str]) -> str:
    if not line.startswith("!"):
        for one in kinds:
            if one in HEAD_REMOVERS:
                line = HEAD_REMOVERS[one](line)
            elif line.startswith((" ", "\t")):
                line = REMOVERS[one](line)
    return line


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of IR that makes a promise, the function it is in, and the source line where that is known."""

    instruction: str
    function: str | None
    line: int | None


def promises(ir: str, kind: str) -> list[Promise]:
    """The promises of one kind, in the order in which `strip` numbers them."""
    locations = {number: int(line) for number, line in _LOCATION.findall(ir)}
    found: list[Promise] = []
    function: str | None = None
    for line in ir.split("\n"):
        if head := _DEFINE.match(line):
            function = head[1].strip('"')
        if _without(line, [kind]) != line:
            debug = _DEBUG.search(line)
            source = locations.get(debug[1]) if debug else None
            found.append(Promise(_DEBUG.sub("", line).strip(), function, source or None))
        if line == "}":
            function = None
    return found


def plugin(kind: str, only: Container[int] | None = None) -> str:
    """A minicc plugin that strips that kind of promise (or `only` those numbers) behind the lowering."""
    return (
        "from oracle.bisect.promises import strip\n\n\n"
        "def register(pipeline):\n"
        f"    pipeline.wrap('lower', lambda lower: lambda *job: strip(lower(*job), {kind!r}, {only!r}))\n"
    )


def testing_plugin() -> str:
    """A minicc plugin that makes B3 trap where an `nsw` or `nuw` promise does not hold."""
    return (
        "from oracle.bisect.promises import trapping\n\n\n"
        "def register(pipeline):\n"
        "    pipeline.wrap('lower', lambda lower: lambda *job: trapping(lower(*job)))\n"
    )


@dataclass(slots=True)
class _Names:
    count: int = 0

    def fresh(self) -> str:
        self.count += 1
        return f"promise.{self.count}"


_WRAPPING = re.compile(
    r"^(?P<indent>\s+)(?P<result>%\S+) = (?P<op>add|sub|mul) (?P<flags>(?:nuw |nsw )+)(?P<type>i\d+) "
    r"(?P<operands>[^!]*?)(?P<rest>, !dbg !\d+)?$"
)


def trapping(ir: str) -> str:
    """Every scalar `add`, `sub` and `mul` that promises not to wrap traps when it does."""
    names = _Names()
    needed: set[str] = set()
    rows: list[str] = []
    for line in ir.split("\n"):
        found = _WRAPPING.match(line)
        rows += [line] if found is None else _checked(found, names, needed)
    rows += sorted(text for text in needed if text.split("(")[0].split("@")[1] not in ir)
    return "\n".join(rows) + "\n"


def _checked(found: re.Match[str], names: _Names, needed: set[str]) -> list[str]:
    """The instruction, then a call of a helper that traps when its operation overflows."""
    indent, width, debug = found["indent"], found["type"], found["rest"] or ""
    rows = [f"{indent}{found['result']} = {found['op']} {width} {found['operands']}{debug}"]
    left, _, right = found["operands"].partition(", ")
    for flag, sign in (("nsw", "s"), ("nuw", "u")):
        if flag not in found["flags"]:
            continue
        helper = f"@promise.{sign}{found['op']}.{width}"
        rows.append(f"{indent}call void {helper}({width} {left}, {width} {right}){debug}")
        needed.add(_helper(helper, f"{sign}{found['op']}", width))
    return rows


def _helper(name: str, operation: str, width: str) -> str:
    intrinsic = f"@llvm.{operation}.with.overflow.{width}"
    return (
        f"define internal void {name}({width} %a, {width} %b) noinline {{\n"
        f"  %r = call {{{width}, i1}} {intrinsic}({width} %a, {width} %b)\n"
        f"  %o = extractvalue {{{width}, i1}} %r, 1\n"
        "  br i1 %o, label %bad, label %ok\n"
        "bad:\n  call void @llvm.trap()\n  unreachable\n"
        "ok:\n  ret void\n}"
    )
