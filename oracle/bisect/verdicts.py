"""Which lines of a program come out right and which wrong: every recorded value of a traced run, not just the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax.parser import parse
from oracle.bisect.behaviour import COMPILE_SECONDS, Workshop
from oracle.bisect.instrument import HELPER, Site, instrument
from oracle.bisect.lines import Event, Position, trace
from oracle.compilers.protocol import Compiler


@dataclass(frozen=True, slots=True)
class TracedProgram:
    """A program that records what it does, and the records that the reference's build of it makes.

    `text` and `helper` are files: the instrumented C, and the object that makes the records.
    """

    text: Path
    helper: Path
    sites: tuple[Site, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class LineVerdicts:
    """Lines all of whose records agree with the reference's, and lines with one that does not."""

    right: frozenset[int]
    wrong: frozenset[int]


def traced_program(
    source: SourceText, reference: Compiler, shop: Workshop, folder: Path, link_flags: Sequence[str] = ("-lm",)
) -> TracedProgram | None:
    """Instrument the program, and run the reference's build of it; None when that cannot be done."""
    try:
        made = instrument(parse(source), source)
    except (CompileError, RecursionError):
        return None
    text, helper_text = folder / f"{Path(source.file).stem}-traced.c", folder / "helper.c"
    text.write_text(made.text, encoding="utf-8", errors="surrogateescape")
    helper = folder / "helper.o"
    if not helper.exists():
        helper_text.write_text(HELPER, encoding="utf-8")
        reference.compile([helper_text], helper, flags=["-w", "-c"], timeout=COMPILE_SECONDS)
    events = _events(text, helper, reference, reference, shop, link_flags)
    return None if events is None else TracedProgram(text, helper, tuple(made.sites), tuple(events))


def line_verdicts(
    program: TracedProgram, subject: Compiler, reference: Compiler, shop: Workshop, link_flags: Sequence[str] = ("-lm",)
) -> LineVerdicts | None:
    """Compare the records of the subject's build, as far as both go the same way; None when it cannot be built."""
    events = _events(program.text, program.helper, subject, reference, shop, link_flags)
    if events is None:
        return None
    position = Position(list(program.sites))
    right: set[int] = set()
    wrong: set[int] = set()
    for one, other in zip(program.events, events, strict=False):
        if one.site != other.site:
            if (current := position.current()) is not None:
                wrong.add(current.line)
            break
        site = position.current() if one.site is None else program.sites[one.site]
        if site is not None and site.kind in ("parameter", "function"):
            site = position.caller() or position.current()
        if site is not None:
            (right if one.value == other.value else wrong).add(site.line)
        position.follow(one)
    return LineVerdicts(frozenset(right - wrong), frozenset(wrong))


def _events(
    text: Path, helper: Path, compiler: Compiler, linker: Compiler, shop: Workshop, link_flags: Sequence[str]
) -> list[Event] | None:
    made = compiler.compile([text], shop.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS)
    if made.output is None:
        return None
    linked = shop.build(linker, [made.output, helper], list(link_flags))
    return None if linked.output is None else trace(linked.output, shop)[1]
