"""Do compilers print what the generator predicts? Many programs share a translation unit.

Every program of a unit has its names to itself and runs in a process of its own, which one small driver starts. So a
program costs a tenth of what it does alone.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.generate.features import Selection
from fuzz.generate.generator import generate
from oracle.quick import renamed

SANITIZED = (
    "gcc -O0 -g -fsanitize=address,undefined,float-cast-overflow -fno-sanitize=alignment -fno-sanitize-recover=all "
    "-fsanitize-address-use-after-scope"
)
SELECTIONS = ("", "", "-gnu", "gnu", "all,-setjmp")
"""What consecutive seeds are drawn from: two fifths as by default, standard C, with all of GNU's, with everything."""

_GENERATOR = "the generator"
_SECONDS_EACH = 20
_COMPILE_SECONDS = 600
_ENVIRONMENT = {"ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=1", "LC_ALL": "C"}

_DRIVER = """
int fork(void);
int waitpid(int, int *, int);
int fflush(void *);
unsigned alarm(unsigned);
void _exit(int);
int main(void)
{{
    int (*programs[])(void) = {{ {entries} }};
    for (int i = 0; i < (int)(sizeof programs / sizeof *programs); i++) {{
        int status = 1, child = fork();
        if (child == 0) {{
            alarm({seconds});
            status = programs[i]();
            fflush(0);
            _exit(status);
        }}
        waitpid(child, &status, 0);
        printf("\\001%d\\n", status);
        fflush(0);
    }}
    return 0;
}}
"""
_END = re.compile(rb"\001(\d+)\n")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is generated, and who compiles it."""

    commands: tuple[str, ...]
    lines: int
    selections: tuple[str, ...]
    keep: Path | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A program that is not compiled, or that does not do what was predicted."""

    seed: int
    command: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of some programs: how many were as predicted, by compiler, and the others."""

    programs: int = 0
    right: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    seed: int
    text: bytes
    output: bytes


def check(seeds: range, plan: Plan) -> Outcome:
    """Generate the programs of the seeds, and have every compiler compile and run them together."""
    outcome = Outcome(len(seeds))
    programs = []
    for seed in seeds:
        try:
            programs.append(_program(seed, plan))
        except Exception as error:
            outcome.misses.append(Miss(seed, _GENERATOR, f"{type(error).__name__} {error}".strip()))
    for command in plan.commands:
        misses = list(_misses(command, programs))
        outcome.right[command] += len(programs) - len(misses)
        outcome.misses += misses
    if plan.keep is not None:
        for seed in {miss.seed for miss in outcome.misses if miss.command != _GENERATOR}:
            plan.keep.mkdir(parents=True, exist_ok=True)
            (plan.keep / f"seed{seed}.c").write_bytes(_program(seed, plan).text)
    return outcome


def _program(seed: int, plan: Plan) -> _Known:
    made = generate(seed, plan.lines, Selection.parse(plan.selections[seed % len(plan.selections)]))
    return _Known(seed, made.text.encode(), made.expected_output)


def _misses(command: str, programs: Sequence[_Known]) -> Iterator[Miss]:
    with tempfile.TemporaryDirectory(prefix="validate-") as folder:
        source, executable = Path(folder, "programs.c"), Path(folder, "programs")
        source.write_bytes(_unit([program.text for program in programs]))
        words = [*shlex.split(command), "-w", str(source), "-o", str(executable), "-lm"]
        try:
            made = subprocess.run(words, capture_output=True, timeout=_COMPILE_SECONDS)
            error = None if executable.exists() else _first_error(made.stderr)
        except subprocess.TimeoutExpired:
            error = f"not compiled in {_COMPILE_SECONDS} s"
        if error is not None and len(programs) > 1:  # some of them is not
            middle = len(programs) // 2
            yield from _misses(command, programs[:middle])
            yield from _misses(command, programs[middle:])
            return
        if error is not None:
            yield Miss(programs[0].seed, command, error)
            return
        done = subprocess.run([executable], capture_output=True, env={**os.environ, **_ENVIRONMENT})
    pieces = _END.split(done.stdout)
    for program, printed, status in zip(programs, pieces[::2], [*pieces[1::2], *[b"1"] * len(programs)], strict=False):
        if int(status) != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            yield Miss(program.seed, command, f"ends with wait status {int(status)} {said[0] if said else ''}".rstrip())
        elif printed != program.output:
            yield Miss(program.seed, command, _difference(printed, program.output))


def _unit(texts: Sequence[bytes]) -> bytes:
    names = [f"p{number}_" for number in range(len(texts))]
    entries = ", ".join(f"{name}main" for name in names)
    parts = [renamed(text, name) for text, name in zip(texts, names, strict=True)]
    return b"\n".join([*parts, _DRIVER.format(entries=entries, seconds=_SECONDS_EACH).encode()])


def _first_error(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    found = next((line for line in lines if "error" in line), lines[0] if lines else "not compiled")
    return found[found.find("error") :] if "error" in found else found


def _difference(printed: bytes, predicted: bytes) -> str:
    lines = printed.splitlines(), predicted.splitlines()
    for found, wanted in zip(*lines, strict=False):
        if found != wanted:
            return f"prints {found.decode(errors='replace')!r}, predicted was {wanted.decode()!r}"
    return f"prints {len(lines[0])} lines, predicted were {len(lines[1])}"


def usual_compilers() -> list[str]:
    """gcc and clang without optimisation and with it, as far as they are here, and gcc's sanitizers.

    clang must not contract floating expressions (C11 6.5p8), as it does by default even where there is no FMA.
    """
    clang = next(filter(shutil.which, ("clang-16", "clang")), None)
    return [
        "gcc -O0",
        "gcc -O2",
        *(f"{clang} {level} -ffp-contract=off" for level in ("-O0", "-O2") if clang),
        SANITIZED,
    ]


def checked(seeds: range, plan: Plan, jobs: int, together: int) -> Iterator[Outcome]:
    """The outcomes of the seeds, so many programs `together`, in `jobs` processes."""
    pieces = [seeds[at : at + together] for at in range(0, len(seeds), together)]
    if jobs == 1:
        yield from (check(piece, plan) for piece in pieces)
        return
    with ProcessPoolExecutor(jobs, initializer=_end_with_interrupts) as pool:
        yield from pool.map(check, pieces, [plan] * len(pieces))


def _end_with_interrupts() -> None:
    """At once and without a word: their compilers are interrupted as well, and what they say means nothing."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
