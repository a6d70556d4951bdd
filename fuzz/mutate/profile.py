"""Which blocks of a program run: counted by the program itself, printed behind its own output."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from fuzz.mutate.tree import brace_bodies, compounds
from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse
from oracle.compilers.protocol import Compiler
from oracle.sandbox import Limits, SandboxError, run

_MARK = b"\n@blocks "
_TABLE = "mutation_reached"
_SECONDS = 10


class NoProfileError(Exception):
    """The program cannot be profiled; the message says why."""


@dataclass(frozen=True, slots=True)
class Profile:
    """`reached` says of every compound statement, in the order of `tree.compounds`, whether control entered it."""

    text: str
    """The preprocessed program."""
    reached: tuple[bool, ...]


def profile(text: str, reference: Compiler) -> Profile:
    """Compile the preprocessed program with counters, and run it. Raises NoProfileError."""
    try:
        unit = parse(SourceText(text, "program.i"))
        brace_bodies(unit)
        blocks = compounds(unit)
        for number, block in enumerate(blocks):
            block.items.insert(0, _count(number))
        counting = _prelude(len(blocks)) + unparse(unit)
    except CompileError as error:
        raise NoProfileError(f"minicc does not parse it: {error.message}") from None
    with tempfile.TemporaryDirectory(prefix="profile-") as folder:
        source, program = Path(folder) / "program.c", Path(folder) / "program"
        source.write_text(counting)
        if reference.compile([source], program, flags=("-w", "-lm")).output is None:
            raise NoProfileError(f"{reference.name} rejects it with counters")
        try:
            done = run([str(program)], Limits(cpu_seconds=_SECONDS))
        except SandboxError as error:
            raise NoProfileError(str(error)) from None
    if done.exit_status is None or _MARK not in done.stderr:
        raise NoProfileError("it does not end normally")
    flags = done.stderr.rpartition(_MARK)[2]
    if len(flags) != len(blocks):
        raise NoProfileError("its counters were cut off")
    return Profile(text, tuple(flag == ord("1") for flag in flags))


def _count(number: int) -> nodes.Statement:
    place = nodes.Subscript(0, nodes.Identifier(0, _TABLE), nodes.IntegerConstant(0, str(number)))
    return nodes.ExpressionStatement(0, nodes.Assignment(0, "=", place, nodes.CharacterConstant(0, "'1'")))


def _prelude(blocks: int) -> str:
    """The table, and a destructor that prints it: main need not return for it to run."""
    size = max(blocks, 1)
    return (
        f"static char {_TABLE}[{size}];\n"
        "extern long write(int, const void *, unsigned long);\n"
        "static void __attribute__((constructor)) mutation_clear(void)\n"
        f"{{ for (int n = 0; n < {size}; n++) {_TABLE}[n] = '0'; }}\n"
        "static void __attribute__((destructor)) mutation_print(void)\n"
        f'{{ write(2, "\\n@blocks ", 9); write(2, {_TABLE}, {blocks}); }}\n'
    )
