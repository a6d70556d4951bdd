"""The strict build of a program: run under watch, it names the first rule of C that it breaks.

What sanitizers do not see is seen here: const objects, effective types, unspecified bytes, lifetimes of pointers,
calls through wrong types, unsequenced accesses, variable arguments. The build needs minicc's front end; what minicc
does not compile has none.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from oracle.compilers.minicc import PreloadedMinicc, minicc_is_importable
from oracle.sandbox import Limits, SandboxError, cache_directory, run, run_trusted
from oracle.verdict import Execution

_HERE = Path(__file__).parent
_WHOLE = "whole.c"
_PARTS = ("runtime.h", "runtime.c", "library.c", "streams.c", "system.c")
_PLUGIN = """\
from pathlib import Path
from oracle.strict.rewrite import registration
register = registration(Path({tables!r}), aliases={aliases!r}, aligned={aligned!r}, hosted={hosted!r})
"""
_REPORT = re.compile(rb"^\[strict\] (\d+)\|([^|\n]*)\|(.*)$", re.MULTILINE)
_THREADS = re.compile(rb"\b(?:pthread_create|thrd_create)\b")
_ROUNDS = re.compile(rb"STDC\s+FENV_ACCESS\s+ON")
_TOLD = 95
_STACK = 512 << 20
_SECONDS = 60.0
_EVERY_PLACE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a run broke, the line of the source (None when it is elsewhere) and the particulars."""

    rule: str
    line: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class StrictRun:
    """One run: what it did, and the rule it broke (which ended it)."""

    execution: Execution
    breach: Breach | None


@dataclass(frozen=True, slots=True)
class StrictBuild:
    """An executable that watches itself.

    `sees_all` is False when some of its memory is not watched; `rounds` is True for a program that says that it changes
    the rounding mode (7.6.1).
    """

    program: Path
    limits: Limits
    place_lines: tuple[int, ...]
    sees_all: bool
    rounds: bool = False

    def run(self, order: str = "", *, downwards: bool = False) -> StrictRun | None:
        """Run it, operands from left to right; `order` "b N" takes the first N places backwards, "s SEED" a mixture.

        With `downwards`, automatic and allocated objects lie the other way round in memory.

        None when it cannot be started.
        """
        environment = {"ORACLE_ORDER": order} if order else {}
        if downwards:
            environment["ORACLE_PLACEMENT"] = "downwards"
        if self.rounds:
            environment["ORACLE_FENV_ACCESS"] = "on"
        try:
            done = run([str(self.program)], self.limits, environment=environment)
        except SandboxError:
            return None
        return StrictRun(done, _breach(done))

    def first_place(self, forwards: Execution) -> int | None:
        """The line of the first place whose reversal changes what the program does."""
        good, bad = 0, len(self.place_lines)
        while good < bad:
            middle = (good + bad) // 2
            now = self.run(f"b {middle + 1}")
            if now is not None and _same(now.execution, forwards):
                good = middle + 1
            else:
                bad = middle
        return self.place_lines[bad] or None if bad < len(self.place_lines) else None


BACKWARDS = f"b {_EVERY_PLACE}"
MIXTURES = ("s 1", "s 2")


def _same(one: Execution, other: Execution) -> bool:
    return (one.stdout, one.exit_status, one.signal) == (other.stdout, other.exit_status, other.signal)


def _breach(done: Execution) -> Breach | None:
    found = _REPORT.search(done.stderr) if done.exit_status == _TOLD else None
    if found is None or not found[2]:
        return None
    return Breach(found[2].decode(), int(found[1]) or None, found[3].decode(errors="replace"))


def build_strictly(source: Path, flags: Sequence[str], limits: Limits, folder: Path) -> StrictBuild | str:
    """The strict build in `folder`, or why there is none."""
    if not minicc_is_importable():
        return "minicc is not installed"
    words = source.read_bytes()
    if found := _THREADS.search(words):
        return f"it is not watched what threads do ({found[0].decode()})"
    aliases = b"may_alias" not in words and "-fno-strict-aliasing" not in flags
    aligned = b"packed" not in words and b"aligned" not in words and b"pragma pack" not in words
    hosted = not any(flag in ("-ffreestanding", "-fno-hosted", "-fno-builtin") for flag in flags)
    plugin, tables, text = (folder / name for name in ("strict_plugin.py", "tables.c", "strict.c"))
    plugin.write_text(_PLUGIN.format(tables=str(tables), aliases=aliases, aligned=aligned, hosted=hosted))
    options = [flag for flag in flags if not flag.startswith(("-l", "-L"))]
    made = PreloadedMinicc().compile(
        [source],
        text,
        flags=("-w", "-S", "-D__NO_CTYPE", "-fboundary=B2", f"-fplugin={plugin}", *options),
        timeout=_SECONDS,
    )
    if made.output is None or not tables.exists():
        lines = made.execution.stderr.decode(errors="replace").splitlines()
        return next((line for line in lines if "error" in line), "minicc does not compile it")
    program = folder / "strict"
    libraries = [flag for flag in flags if flag.startswith(("-l", "-L"))]
    command = ["gcc", "-w", "-O0", f"-I{_HERE}", "-o", str(program), str(text), str(tables)]
    built = run_trusted([*command, str(_runtime()), *libraries, "-lm"], timeout=_SECONDS)
    if not built.succeeded:
        lines = built.stderr.decode(errors="replace").splitlines()
        return next((line for line in lines if "error" in line or "undefined" in line), "gcc does not build it")
    program.chmod(0o755)
    roomy = replace(
        limits,
        memory_bytes=None,
        stack_bytes=_STACK,
        cpu_seconds=3 * limits.cpu_seconds,
        wall_seconds=3 * limits.wall_seconds,
    )
    return StrictBuild(
        program, roomy, _place_lines(tables), "sees all: True" in tables.read_text(), _ROUNDS.search(words) is not None
    )


def _place_lines(tables: Path) -> tuple[int, ...]:
    last = tables.read_text().rstrip().splitlines()[-1]
    lines = json.loads("[" + last[last.index("{") + 1 : last.index("}")] + "]")
    count = re.search(r"oracle_places = (\d+)", tables.read_text())
    return tuple(lines[: int(count[1]) if count else 0])


def _runtime() -> Path:
    """The runtime's object, compiled once for each version of it."""
    texts = [(_HERE / name).read_bytes() for name in (_WHOLE, *_PARTS)]
    target = cache_directory() / f"strict-{hashlib.sha256(b''.join(texts)).hexdigest()[:16]}.o"
    if target.exists():
        return target
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=target.name, delete=False) as draft:
        pass
    try:
        done = run_trusted(["gcc", "-w", "-O2", "-c", "-o", draft.name, str(_HERE / _WHOLE)])
        if not done.succeeded:
            raise OSError(f"gcc does not compile {_WHOLE}: {done.stderr.decode(errors='replace')[:200]}")
        Path(draft.name).replace(target)
    finally:
        Path(draft.name).unlink(missing_ok=True)
    return target
