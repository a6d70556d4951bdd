"""LLVM's middle end: the default pipeline of an optimisation level, all of it or its first k pass executions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from minicc.backend.forked import in_child, messages_of_child
from minicc.backend.llvm import Module, PipelineTuning, run_default_pipeline, run_unroll_and_jam, set_option
from minicc.backend.target import parse_module, target_machine
from minicc.ir.module import COLUMNS_AT_ONCE
from minicc.patterns import pattern
from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from minicc.options import Relocation

_BISECT_LINE = pattern(r"^BISECT: running pass \((\d+)\) (\S+) on (.*)$", re.MULTILINE)
_DUMP_LINE = pattern(r"^; \*\*\* IR Dump After .* \*\*\*$", re.MULTILINE)

SIZE_INLINING_THRESHOLD = 50
"""LLVM's own inlining threshold for -Os (OptSizeThreshold in InlineCost.h)."""

COLUMNS = 8
"""How many neighbouring sums run at a time: a cache line of doubles, and half of the vector registers."""


@dataclass(frozen=True, slots=True)
class OptimizationOptions:
    """`level` is LLVM's speed level 0-3; size is asked for by `optimize_size` (-Os, on top of level 2)."""

    level: int
    optimize_size: bool = False
    relocation: Relocation = "pie"


@dataclass(frozen=True, slots=True)
class PassExecution:
    """One execution of one LLVM pass: the `index`-th (from 1) of the pipeline, on `unit_name`.

    `pass_name` is the name in LLVM's textual pipelines ("instcombine"). `unit_name` is what LLVM calls the unit:
    a function's name, "[module]", "(f, g)" for a strongly connected component of the call graph, or
    "loop %header in function f".
    """

    index: int
    pass_name: str
    unit_name: str


def optimize(ir: str, options: OptimizationOptions) -> str:
    """The IR behind the whole pipeline of the level. Raises InternalError on invalid IR."""
    return str(optimized(ir, options))


def optimized(ir: str, options: OptimizationOptions) -> Module:
    """The module behind the whole pipeline of the level. Raises InternalError on invalid IR."""
    vectorizes_loops = options.level >= 2 and not options.optimize_size
    tuning = PipelineTuning(
        loop_interleaving=vectorizes_loops,
        loop_vectorization=vectorizes_loops,
        slp_vectorization=options.level >= 2,
        inlining_threshold=SIZE_INLINING_THRESHOLD if options.optimize_size else None,
    )
    module = parse_module(ir)
    machine = target_machine(options.level, options.relocation)
    run_default_pipeline(module, machine, options.level, tuning)
    if vectorizes_loops and COLUMNS_AT_ONCE in ir:
        # Only now: LLVM's pipeline warns of every loop that asks for what it did not do.
        asks = f'!{{!"llvm.loop.unroll_and_jam.count", i32 {COLUMNS}}}'
        module = parse_module(str(module).replace(COLUMNS_AT_ONCE, asks))
        run_unroll_and_jam(module, machine)
    return module


def optimize_up_to(ir: str, options: OptimizationOptions, limit: int) -> str:
    """The IR behind the first `limit` pass executions (required passes, which LLVM does not count, run too).

    LLVM's counter cannot be reset, so this runs in a forked child. Raises InternalError when LLVM crashes.
    """

    def run() -> str:
        set_option("-opt-bisect-verbose=0")
        set_option(f"-opt-bisect-limit={limit}")
        return optimize(ir, options)

    return in_child(run)[0]


def list_pass_executions(ir: str, options: OptimizationOptions) -> list[PassExecution]:
    """Every pass execution of the level's pipeline on this module, in order."""

    def run() -> str:
        set_option("-opt-bisect-limit=-1")
        optimized(ir, options)
        return ""

    said = in_child(run)[1]
    return [PassExecution(int(k), name, unit) for k, name, unit in _BISECT_LINE.findall(said)]


def modules_behind(
    ir: str, options: OptimizationOptions, pass_names: Iterable[str] | None
) -> Iterator[tuple[PassExecution, str]]:
    """The whole module behind each execution of the named passes (None: of every pass), in order.

    One run of the pipeline prints them; it ends when nobody asks for more. What LLVM deleted (a loop, a function)
    has no module of its own.
    """
    names = None if pass_names is None else sorted(set(pass_names))

    def run() -> None:
        set_option("-opt-bisect-limit=-1")
        set_option("-print-module-scope")
        set_option("-print-after-all" if names is None else f"-print-after={','.join(names)}")
        optimized(ir, options)

    execution: PassExecution | None = None
    dump: list[str] | None = None
    with closing(messages_of_child(run)) as lines:
        for line in lines:
            started = _BISECT_LINE.match(line)
            if started:
                if execution is not None and dump:
                    yield execution, "".join(dump)
                index, name, unit = started.groups()
                execution = PassExecution(int(index), name, unit) if names is None or name in names else None
                dump = None
            elif _DUMP_LINE.match(line):
                dump = [] if dump is None else dump
            elif dump is not None:
                dump.append(line)
    if execution is not None and dump:
        yield execution, "".join(dump)
