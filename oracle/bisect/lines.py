"""The source line of a divergence: the first record in which the subject's trace differs from the reference's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax.parser import parse
from oracle.bisect.behaviour import COMPILE_SECONDS, Behaviour, Workshop, behaviour_of, compile_failure
from oracle.bisect.functions import link
from oracle.bisect.instrument import HELPER, Instrumented, Site, instrument, substituting_helper
from oracle.compilers.protocol import Compiler
from oracle.sandbox import MIB, run

_RECORD = re.compile(rb"\x01(\d+):([0-9a-f]*)\n")
_TRACE_BYTES = 48 * MIB
_MOST_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the traces part; `what` says in one sentence what differs there.

    `callers` are the functions that were active then, innermost first, with the line each was at. `site` is the number
    of the site whose values differ. `confirmed`: with the reference's values put in at that site the subject's program
    behaves well (True), or does not (False); None where no value can be put in.
    """

    line: int
    function: str
    what: str
    callers: tuple[tuple[str, int], ...] = ()
    site: int | None = None
    confirmed: bool | None = None

    def within(self, function: str) -> int | None:
        """The line that `function` was at; None when it was not active."""
        frames = ((self.function, self.line), *self.callers)
        return next((line for name, line in frames if name == function), None)


class NoTrace(Exception):
    """The trace cannot answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """A record of a site, or (site None) output of the program itself."""

    site: int | None
    value: bytes


def divergent_line(
    preprocessed: str,
    file: str,
    subject: Compiler,
    reference: Compiler,
    expected: Behaviour,
    shop: Workshop,
    link_flags: Sequence[str] = ("-lm",),
) -> Place:
    """Trace the program under both compilers. Raises NoTrace when that does not show the divergence."""
    source = SourceText(preprocessed, file)
    problem = NoTrace("nothing was tried")
    for returns, branches in ((True, True), (False, True), (False, False)):
        try:
            traced = instrument(parse(source), source, returns=returns, branches=branches)
        except (CompileError, RecursionError) as error:
            raise NoTrace(f"the program cannot be instrumented: {error}") from None
        program = shop.write(traced.text, ".c")
        try:
            built = _build(reference, program, reference, shop, link_flags)
            if isinstance(built, str):
                raise NoTrace(f"the reference refuses the instrumented program: {built}")
            return _compare(traced, program, built, subject, reference, expected, shop, link_flags)
        except NoTrace as why:
            problem = why
    raise problem


def _compare(
    traced: Instrumented,
    program: Path,
    built: Path,
    subject: Compiler,
    reference: Compiler,
    expected: Behaviour,
    shop: Workshop,
    link_flags: Sequence[str],
) -> Place:
    right, right_events = trace(built, shop)
    if right != expected:
        raise NoTrace("instrumentation changes what the reference's program does")
    _, again = trace(built, shop)
    noisy = {one.site for one, other in zip(right_events, again, strict=False) if one != other}
    built_by_subject = _build(subject, program, reference, shop, link_flags)
    if isinstance(built_by_subject, str):
        plain = _without_macros(program, reference, shop)
        built_by_subject = _build(subject, plain, reference, shop, link_flags)
    if isinstance(built_by_subject, str):
        raise NoTrace(f"the subject refuses the instrumented program: {built_by_subject}")
    wrong, wrong_events = trace(built_by_subject, shop)
    if wrong == expected:
        raise NoTrace("the divergence vanishes when the program is instrumented")
    place = _first_difference(traced.sites, right_events, wrong_events, noisy)
    if place is None:
        raise NoTrace("the traces agree as far as they were recorded")
    if place.site is None or not traced.sites[place.site].addressable:
        return place
    values = [bytes.fromhex(event.value.decode())[::-1] for event in right_events if event.site == place.site]
    if not _is_table(values):
        return place
    helper = substituting_helper(place.site, values)
    mended = _build(subject, program, reference, shop, link_flags, helper)
    if isinstance(mended, str):
        return place
    return replace(place, confirmed=behaviour_of(run([str(mended)], shop.limits)) == expected)


def _is_table(values: list[bytes]) -> bool:
    """Whether the values can be put into a helper: some, all of one size, not too many."""
    return bool(values and values[0]) and len({len(value) for value in values}) == 1 and len(values) <= _MOST_VALUES


def _without_macros(program: Path, reference: Compiler, shop: Workshop) -> Path:
    """The program preprocessed, without line markers: simple compilers lose count between the two."""
    plain = shop.path(".c")
    made = reference.compile([program], plain, flags=["-w", "-E", "-P"], timeout=COMPILE_SECONDS)
    return program if made.output is None else plain


def _build(
    compiler: Compiler,
    program: Path,
    reference: Compiler,
    shop: Workshop,
    link_flags: Sequence[str],
    helper_text: str = HELPER,
) -> Path | str:
    """The executable, or why there is none. The helper functions always come from the reference."""
    source = shop.write(helper_text, ".c")
    helper = reference.compile([source], shop.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS)
    made = compiler.compile([program], shop.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS)
    for one in (helper, made):
        if one.output is None:
            return compile_failure(one)
    assert made.output is not None
    assert helper.output is not None
    linked = link([made.output, helper.output], compiler, reference, shop, link_flags)
    return compile_failure(linked) if linked.output is None else linked.output


def first_difference_of_files(
    sites: list[Site], right: Sequence[bytes], again: Sequence[bytes], wrong: Sequence[bytes]
) -> Place:
    """Where traces part that several processes wrote, one file each, in the order in which they began.

    `again` is a second run of the right program: what differs from the first varies by itself. Raises NoTrace.
    """
    for index, text in enumerate(wrong):
        if index >= len(right):
            break
        events = _records(right[index])[1]
        repeated = _records(again[index])[1] if index < len(again) else []
        noisy = {one.site for one, other in zip(events, repeated, strict=False) if one != other}
        place = _first_difference(sites, events, _records(text)[1], noisy)
        if place is not None:
            return place
    raise NoTrace("the traces agree as far as they were recorded")


def trace(executable: Path, shop: Workshop) -> tuple[Behaviour, list[Event]]:
    """What the program did without its records, and everything it told in order."""
    limits = replace(shop.limits, output_bytes=_TRACE_BYTES, randomize_addresses=True)
    behaviour = behaviour_of(run([str(executable)], limits))
    own, events = _records(behaviour.stdout)
    return replace(behaviour, stdout=own), events


def _records(text: bytes) -> tuple[bytes, list[Event]]:
    """The output without records, and both in order."""
    events: list[Event] = []
    own: list[bytes] = []
    end = 0
    for match in _RECORD.finditer(text):
        if match.start() > end:
            own.append(text[end : match.start()])
            events.append(Event(None, own[-1]))
        events.append(Event(int(match[1]), match[2]))
        end = match.end()
    if end < len(text):
        own.append(text[end:])
        events.append(Event(None, own[-1]))
    return b"".join(own), events


class Position:
    """Which statement each active function is at, followed through the records."""

    def __init__(self, sites: list[Site]) -> None:
        self.sites = sites
        self.stack: list[Site] = []

    def follow(self, event: Event) -> None:
        if event.site is None or event.site >= len(self.sites):
            return
        site = self.sites[event.site]
        if site.kind == "function":
            self.stack.append(site)
        elif site.kind in ("leave", "return"):
            if len(self.stack) > 1:
                self.stack.pop()
        elif site.kind == "statement":
            while len(self.stack) > 1 and self.stack[-1].function != site.function:
                self.stack.pop()
            self.stack[-1:] = [site]

    def current(self) -> Site | None:
        return self.stack[-1] if self.stack else None

    def caller(self) -> Site | None:
        return self.stack[-2] if len(self.stack) > 1 else None

    def callers(self) -> tuple[tuple[str, int], ...]:
        return tuple((site.function, site.line) for site in reversed(self.stack))


def _first_difference(
    sites: list[Site], right: list[Event], wrong: list[Event], noisy: set[int | None]
) -> Place | None:
    position = Position(sites)
    for index in range(max(len(right), len(wrong))):
        one = right[index] if index < len(right) else None
        other = wrong[index] if index < len(wrong) else None
        if one is not None and other is not None and one.site == other.site:
            if one.value == other.value or (one.site is not None and one.site in noisy):
                position.follow(one)
                continue
            found = _different_value(sites, position, one, other)
        else:
            found = _different_path(sites, position, one, other)
        return None if found is None else replace(found, callers=position.callers())
    return None


def _different_value(sites: list[Site], position: Position, one: Event, other: Event) -> Place | None:
    if one.site is None:
        current = position.current()
        return (
            None if current is None else Place(current.line, current.function, "the output of this statement differs")
        )
    site = sites[one.site]
    values = f"0x{one.value.decode() or '0'} under the reference, 0x{other.value.decode() or '0'} under the subject"
    if site.kind == "parameter":
        caller = position.caller()
        if caller is None:
            return None
        return Place(caller.line, caller.function, f"an argument of {site.function} is {values}", site=one.site)
    what = "the returned value" if site.kind == "return" else "the assigned value"
    return Place(site.line, site.function, f"{what} is {values}", site=one.site)


def _different_path(sites: list[Site], position: Position, one: Event | None, other: Event | None) -> Place | None:
    """The programs go different ways: the branch decided it that only one of them took."""
    for event, who in ((one, "the reference"), (other, "the subject")):
        if event is not None and event.site is not None and sites[event.site].kind == "branch":
            site = sites[event.site]
            return Place(site.line, site.function, f"only {who} takes this branch")
    current = position.current()
    return None if current is None else Place(current.line, current.function, "the programs part behind this statement")
