"""From a test that fails when the subject compiles a project to the files, functions and lines at fault."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from oracle.bisect.functions import independent_sets, minimise
from oracle.compilers.crash import crash_message
from oracle.mix.build import MixedBuild, Probe, UnitBuild
from oracle.verdict import Compilation, Execution

_LIKELY_INCOMPATIBLE = 3
"""So many files that each break the test by themselves raise the question whether any file does not."""


_COMPARED_FILES = 10
"""Of so many files the types are compared."""


class Outcome(StrEnum):
    """What mixing objects of both compilers showed."""

    AGREE = "agree"
    GUILTY = "guilty"
    REFUSED = "refused"
    """The test passes, but the subject does not compile some files: the reference did."""
    INCOMPATIBLE = "incompatible"
    """No object of the subject works among the reference's: a matter of the ABI or of a library, not of one file."""
    REFERENCE_FAILS = "reference fails"
    NOTHING_BUILT = "nothing built"
    UNSTABLE = "unstable"


@dataclass(frozen=True, slots=True)
class Culprit:
    """Files that break the test by themselves: nearly always one; then the function and the line where they are known.

    `functions` are those that break it alone, or only together. `evidence` says what differs at the line.
    """

    files: tuple[str, ...]
    functions: tuple[tuple[str, ...], ...] = ()
    source: str | None = None
    line: int | None = None
    evidence: str = ""
    command: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that the subject does not compile, with its message, and the bucket of the crash if it is one."""

    file: str
    message: str
    crash: str | None = None


@dataclass(frozen=True, slots=True)
class MixResult:
    """What was found out, and what it rests on. `files` are all that the project compiles."""

    outcome: Outcome
    reason: str
    files: tuple[str, ...] = ()
    culprits: tuple[Culprit, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    layouts: tuple[str, ...] = ()
    """Types that both compilers lay out differently, of the files that break the test, or of the first: the ABI."""
    output: str = ""
    builds: int = 0
    notes: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dump`."""
        data = asdict(self)
        data["outcome"] = str(self.outcome)
        return data


def mix(
    build: MixedBuild,
    *,
    find_function: bool = True,
    find_line: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> MixResult:
    """Find the files that the subject gets wrong. Raises BuildError, SandboxError. `tell` is told of each step."""
    started = time.monotonic()
    result = _Search(build, tell).result(find_function, find_line)
    return replace(result, builds=len(build.probes), seconds=time.monotonic() - started)


class _Search:
    def __init__(self, build: MixedBuild, tell: Callable[[str], None]) -> None:
        self.build = build
        self.tell = tell

    def result(self, find_function: bool, find_line: bool) -> MixResult:
        reference = self.build.probe(())
        self.tell(f"all files by the reference: {_told(reference)}")
        if not reference.passed:
            name = self.build.reference.name
            why = f"the test fails with {name} too: it cannot tell what the subject gets wrong"
            return MixResult(Outcome.REFERENCE_FAILS, why, output=reference.output)
        self.build.tighten(reference)
        files = tuple(dict.fromkeys(one.unit for one in reference.units))
        if not files:
            why = "the command compiled no C file through $CC, cc or gcc: is everything built already? (see --clean)"
            return MixResult(Outcome.NOTHING_BUILT, why, output=reference.output)
        everything = self.build.probe("all")
        refusals = _refusals(everything)
        taken = [file for file in files if file not in {one.file for one in refusals}]
        self.tell(f"all {len(files)} files by the subject, {len(refusals)} refused: {_told(everything)}")
        found = MixResult(Outcome.AGREE, "the test passes", files, refusals=refusals, output=everything.output)
        if everything.passed and refusals:
            why = f"the test passes, but the subject does not compile {len(refusals)} of {len(files)} files"
            return replace(found, outcome=Outcome.REFUSED, reason=why)
        if everything.passed:
            layouts = self._layouts(reference, files[:_COMPARED_FILES])
            note = (
                "types are laid out in another way than by the reference (ABI): objects of both may not work together"
            )
            return replace(found, layouts=layouts, notes=(note,) if layouts else ())
        if everything.link_failure:
            return self._of_link(found, taken)
        return self._of_test(found, taken, reference, find_function, find_line)

    def _probe(self, files: Sequence[str], chosen: frozenset[int]) -> Probe:
        names = [files[index] for index in sorted(chosen)]
        found = self.build.probe(names)
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        self.tell(f"{shown} by the subject: {_told(found)}")
        return found

    # ------------------------------------------------------------------ objects that do not link

    def _of_link(self, found: MixResult, files: list[str]) -> MixResult:
        """The objects do not link: is that one file's doing, or the compiler's?"""
        alone = [self._probe(files, frozenset([index])) for index in range(min(len(files), _LIKELY_INCOMPATIBLE))]
        message = _first_complaint(alone[0].link_failure)
        if all(one.link_failure for one in alone):
            why = f"objects of the subject do not link with the reference's: {message}"
            return replace(found, outcome=Outcome.INCOMPATIBLE, reason=why)
        guilty = minimise(range(len(files)), lambda chosen: bool(self._probe(files, chosen).link_failure))
        names = tuple(files[index] for index in guilty)
        last = self._probe(files, frozenset(guilty))
        complaint = _first_complaint(last.link_failure)
        culprit = Culprit(names, command=self.build.shell_line(names), notes=(complaint,))
        why = f"the object of {', '.join(names)} does not link: {complaint}"
        return replace(found, outcome=Outcome.GUILTY, reason=why, culprits=(culprit,))

    # ------------------------------------------------------------------ a test that fails

    def _of_test(
        self, found: MixResult, files: list[str], reference: Probe, find_function: bool, find_line: bool
    ) -> MixResult:
        sets = independent_sets(range(len(files)), lambda chosen: self._probe(files, chosen).failed_in_test)
        if self._all_alone(files, [one[0] for one in sets if len(one) == 1]):
            why = (
                f"each of the {len(files)} files breaks the test when it alone comes from the subject: "
                "its objects do not work among the reference's (ABI), no file is to blame"
            )
            layouts = self._layouts(reference, [files[one[0]] for one in sets])
            return replace(found, outcome=Outcome.INCOMPATIBLE, reason=why, layouts=layouts)
        if not self._stable(files, sets[0]):
            why = "the test does not answer the same way when it is asked again: it is not to be relied on"
            return replace(found, outcome=Outcome.UNSTABLE, reason=why)
        if layouts := self._layouts(reference, [files[index] for one in sets for index in one]):
            why = (
                f"the subject lays out types in another way than {self.build.reference.name} (ABI), "
                f"so that objects of both do not work together: {layouts[0]}"
            )
            sharing = tuple(
                Culprit(names, command=self.build.shell_line(names))
                for names in (tuple(files[index] for index in one) for one in sets)
            )
            return replace(found, outcome=Outcome.INCOMPATIBLE, reason=why, layouts=layouts, culprits=sharing)
        culprits = tuple(
            self._culprit([files[index] for index in one], reference, find_function, find_line) for one in sets
        )
        named = "; ".join(" with ".join(one.files) for one in culprits)
        why = f"the test fails when the subject compiles {named}"
        notes = found.notes
        if len(culprits) > 1:
            notes = (*notes, f"{len(culprits)} independent culprits, each enough by itself")
        return replace(found, outcome=Outcome.GUILTY, reason=why, culprits=culprits, notes=notes)

    def _layouts(self, reference: Probe, files: Sequence[str]) -> tuple[str, ...]:
        """The types of these files that both compilers describe differently, one line each."""
        from oracle.mix.types import differing_types

        units = [one for file in files[:_COMPARED_FILES] for one in _builds_of(reference, file)]
        found = differing_types(self.build, units)
        self.tell(f"types: {found[0] if found else 'laid out alike, as far as the objects describe them'}")
        return found

    def _all_alone(self, files: Sequence[str], known: Sequence[int]) -> bool:
        """Whether every file breaks the test by itself; `known` are those that are known to."""
        if len(known) < min(_LIKELY_INCOMPATIBLE, len(files)) or len(files) < _LIKELY_INCOMPATIBLE:
            return False
        others = [index for index in range(len(files)) if index not in known]
        return all(self._probe(files, frozenset([index])).failed_in_test for index in others)

    def _stable(self, files: Sequence[str], guilty: Sequence[int]) -> bool:
        """Whether the answers that everything rests on come again."""
        names = [files[index] for index in guilty]
        return self.build.probe((), again=True).passed and self.build.probe(names, again=True).failed_in_test

    def _culprit(self, names: list[str], reference: Probe, find_function: bool, find_line: bool) -> Culprit:
        culprit = Culprit(tuple(names), command=self.build.shell_line(names))
        if not find_function or len(names) != 1:
            return culprit
        from oracle.mix.unit import examine_unit

        return examine_unit(self.build, culprit, _builds_of(reference, names[0]), find_line, self.tell)


def _builds_of(probe: Probe, file: str) -> list[UnitBuild]:
    return [one for one in probe.units if one.unit == file]


def _refusals(probe: Probe) -> tuple[Refusal, ...]:
    found: dict[str, Refusal] = {}
    for one in probe.units:
        if not one.refused:
            continue
        told = json.loads(one.refused)
        status = int(told["status"])
        ended_by = -status if status < 0 else None
        execution = Execution(
            tuple(told["command"]), None if ended_by else status, ended_by, b"", told["stderr"].encode(), 0.0, 0.0
        )
        crash = crash_message(Compilation(execution, None if status else Path("/nonexistent")))
        found.setdefault(one.unit, Refusal(one.unit, _first_complaint(told["stderr"]), crash))
    return tuple(found.values())


def _first_complaint(text: str) -> str:
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    telling = [row for row in rows if "undefined reference" in row or "incompatible" in row]
    telling += [row for row in rows if "error" in row.lower()]
    return (telling or rows or ["no message"])[0]


def _told(probe: Probe) -> str:
    if probe.passed:
        return f"passes ({probe.seconds:.1f} s)"
    return f"{'does not link' if probe.link_failure else 'fails'} ({probe.seconds:.1f} s)"
