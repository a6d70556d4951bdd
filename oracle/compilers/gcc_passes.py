"""gcc's passes: how to run gcc with only the first k of them, which it has no option for.

gcc lists its passes in order (`-fdump-passes`) and can switch each off by name (`-fdisable-tree-NAME`,
`-fdisable-rtl-NAME`, `-fdisable-ipa-NAME`; GCC manual, "Developer Options"). Switching off one pass finds little, since
a later copy repeats it; switching off every pass from the k-th on bisects. Some passes cannot go: the compiler stops,
or its program is broken. They are found by trying, in halves, with a program that uses much of the language, and
remembered per compiler and options.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from oracle.compilers.pass_control import PassExecution
from oracle.compilers.protocol import Compiler, Preloaded
from oracle.sandbox import Limits, cache_directory, run

_LISTED = re.compile(r"^\s*((?:tree|rtl|ipa)-\S+)\s*:\s*ON\s*$", re.MULTILINE)
_CHUNK = 48
_MOST_TRIES = 150
"""When so many are not enough, the list of another version has to do: the program under test shows what it lacks."""

_OPTIMISES = "tree-early_optimizations"
"""Is on at every level but -O0."""

_COUNTER = re.compile(r"^  (\w+) +\d+ ", re.MULTILINE)

_LOWERING = frozenset(
    {
        *(f"tree-{name}" for name in ("lower", "eh", "cfg", "ssa", "local-fnsummary2", "stdarg", "cplxlower1")),
        *("tree-loopdone", "ipa-visibility", "ipa-build_ssa_passes"),
        *(f"rtl-{name}" for name in ("expand", "vregs", "into_cfglayout", "dfinit", "loop2", "loop2_done", "ira")),
        *(f"rtl-{name}" for name in ("outof_cfglayout", "split1", "split2", "split4", "mode_sw", "peephole2", "stack")),
        *(f"rtl-{name}" for name in ("reload", "pro_and_epilogue", "shorten", "final", "dfinish")),
    }
)
"""What gcc 12 cannot do without, as found by trying all: not tried again with other versions, which saves minutes."""


@dataclass(frozen=True, slots=True)
class GccPasses:
    """gcc's active passes: all of them in `order`, those that can be switched off, and those in `fixed` that cannot."""

    executions: Sequence[PassExecution]
    fixed: Sequence[str]
    order: Sequence[str]
    remarks: Sequence[str] = field(default=())

    def options(self, count: int) -> tuple[str, ...]:
        return disabling(execution.pass_name for execution in self.executions[count:])

    def shown(self, count: int) -> tuple[str, ...]:
        return (f"@after{count}",)

    def preparation(self, command: str, counts: Sequence[int]) -> tuple[str, ...]:
        fixed = "|".join(self.fixed)
        listed = f"{command} -fdump-passes -S -o /dev/null 2>&1"
        active = "awk '$3 == \"ON\" && $1 ~ /^(tree|rtl|ipa)-/ {print $1}'"
        lines = [f"{listed} | {active} | grep -vxE '{fixed}' | sed 's/^/-fdisable-/' > passes"]
        return (*lines, *(f"tail -n +{count + 1} passes > after{count}" for count in counts))


def disabling(passes: Iterable[str], functions: Iterable[str] = ()) -> tuple[str, ...]:
    """The options that switch `passes` off, everywhere or for `functions` (assembler names) only."""
    where = "=" + ",".join(functions) if functions else ""
    return tuple(f"-fdisable-{name}{where}" for name in passes)


def active_passes(compiler: Compiler, source: Path, output: Path, timeout: float) -> list[str]:
    """The passes that this compiler runs with its options; empty when it is no gcc."""
    told = compiler.compile([source], output, flags=["-w", "-c", "-fdump-passes"], timeout=timeout)
    if not told.execution.succeeded:
        return []
    return _LISTED.findall(told.execution.stderr.decode(errors="replace"))


def gcc_passes(compiler: Compiler, source: Path, folder: Path, timeout: float) -> GccPasses | None:
    """The passes that can be left out when `source` is compiled; None when the compiler is no gcc or optimises nothing.

    `folder` is for scratch files.
    """
    passes = active_passes(compiler, source, folder / "listed.o", timeout)
    if _OPTIMISES not in passes:
        return None
    fixed = _remembered(compiler, passes, folder, timeout)
    return pass_list(passes, fixed)


def pass_list(passes: Sequence[str], fixed: Iterable[str]) -> GccPasses:
    """The control for `passes` of which `fixed` stay on."""
    staying = [name for name in passes if name in set(fixed)]
    movable = [name for name in passes if name not in set(fixed)]
    remark = f"{len(movable)} of gcc's {len(passes)} active passes can be switched off together"
    executions = [PassExecution(index, name, "every function") for index, name in enumerate(movable, 1)]
    return GccPasses(executions, staying, passes, (remark,))


def indispensable(passes: Sequence[str], works: Callable[[Sequence[str]], bool]) -> list[str]:
    """The passes that cannot be switched off together with all the others that come later.

    `works` tells whether the compiler still makes a right program without these passes. Goes from the last pass to the
    first, so that every suffix of what may go has been tried, and splits in halves what does not work as a whole.
    """
    off: list[str] = []
    fixed: list[str] = []

    def switch_off(group: Sequence[str]) -> None:
        if works([*group, *off]):
            off[:0] = group
        elif len(group) == 1:
            fixed[:0] = group
        else:
            middle = len(group) // 2
            switch_off(group[middle:])
            switch_off(group[:middle])

    likely = [name for name in passes if name not in _LOWERING]
    for end in range(len(likely), 0, -_CHUNK):
        switch_off(likely[max(0, end - _CHUNK) : end])
    return [*fixed, *(name for name in passes if name in _LOWERING)]


def _remembered(compiler: Compiler, passes: Sequence[str], folder: Path, timeout: float) -> list[str]:
    memory = _memory(compiler, passes)
    with suppress(OSError, ValueError):
        known = json.loads(memory.read_text())
        if isinstance(known, list) and all(isinstance(name, str) for name in known):
            return known
    trial = folder / "trial.c"
    trial.write_text(Path(__file__).with_name("gcc_passes_trial.c").read_text())

    def output(*options: str) -> bytes | None:
        made = compiler.compile([trial], folder / "trial", flags=["-w", "-lm", *options], timeout=timeout)
        if made.output is None:
            return None
        done = run([str(made.output)], Limits(cpu_seconds=2, wall_seconds=20))
        return done.stdout if done.succeeded else None

    # With all passes a faulty gcc gets this program wrong too: that is no reason to keep a pass.
    outputs = {output("-O0"), output()} - {None}
    tries = iter(range(_MOST_TRIES))

    def works(off: Sequence[str]) -> bool:
        return next(tries, None) is not None and output(*disabling(off)) in outputs

    fixed = indispensable(passes, works) if outputs else list(passes)
    if next(tries, None) is None or len(fixed) == len(passes):
        fixed = [name for name in passes if name in _LOWERING]
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps(fixed))
    return fixed


def _memory(compiler: Compiler, passes: Sequence[str]) -> Path:
    """Where the fixed passes of this compiler and pass list are remembered."""
    plain = compiler.ordinary() if isinstance(compiler, Preloaded) else compiler
    program = Path(shutil.which(plain.command[0]) or plain.command[0])
    parts = [str(program), str(program.stat().st_size), plain.version(), *plain.command[1:], *passes]
    trial = Path(__file__).with_name("gcc_passes_trial.c").read_text()
    digest = hashlib.sha256("\0".join([*parts, trial, Path(__file__).read_text()]).encode()).hexdigest()
    return cache_directory() / "gcc-passes" / f"{digest[:24]}.json"


def debug_counters(compiler: Compiler, source: Path, output: Path, timeout: float) -> list[str]:
    """The names that `-fdbg-cnt=` knows."""
    told = compiler.compile([source], output, flags=["-w", "-c", "-fdbg-cnt-list"], timeout=timeout)
    text = (told.execution.stdout + told.execution.stderr).decode(errors="replace")
    return _COUNTER.findall(text)
