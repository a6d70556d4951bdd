"""Which functions of minicc itself are to blame: spectrum-based fault localisation over the lines of the program.

While a stage of the front end works on a program, every call of one of its functions is for some line of C: that of
the innermost node among the arguments of the calls under way. Lines of the compiler that run for lines of C that come
out wrong, and for few of those that come out right, are suspicious: by the coefficient of Ochiai (Abreu, Zoeteweij,
van Gemund 2007, "On the accuracy of spectrum-based fault localization"). Where the front end fails, the functions under
way are. Then the suspicious lines are changed one by one: a function in which a small change makes the program right
comes before the others (`oracle.bisect.mends`).
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Protocol

from minicc.diagnostics import CompileError
from minicc.ir.builder import Builder
from minicc.pipeline import Job
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from oracle.bisect.attribution import Stage
from oracle.bisect.behaviour import with_options
from oracle.bisect.case import Case
from oracle.bisect.forked import in_child
from oracle.bisect.mends import Check, Element, Mend, Search, mends, right_programs
from oracle.bisect.verdicts import LineVerdicts, TracedProgram, line_verdicts, traced_program

PACKAGES = {
    Stage.PARSE: ("minicc.syntax",),
    Stage.CHECK: ("minicc.check", "minicc.types"),
    Stage.LOWER: ("minicc.lower", "minicc.ir", "minicc.types"),
}
"""The stages with functions of ours, and where these are."""

_PROPERTIES = {Stage.PARSE: "syntax_tree", Stage.CHECK: "typed_tree", Stage.LOWER: "ir"}

MOST = 10
"""More suspects are not named."""


MENDED = "; right with: "
"""Before the change of a suspect that makes the program right."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A function of the compiler: `minicc.lower.memory:store`, where it is written, and how suspicious it is."""

    name: str
    file: str
    line: int
    score: float
    mend: Mend | None = None

    def __str__(self) -> str:
        told = f"{self.name} ({self.file}:{self.line})"
        return told if self.mend is None else f"{told}{MENDED}{self.mend.told} (line {self.mend.line})"


@dataclass(slots=True)
class Observation:
    """What ran in a stage for each line of C; and the functions that it ended in, innermost first, when it failed.

    `lines` counts what ran for the declarations of its identifiers to a line, `own` does not.
    """

    lines: dict[int, frozenset[Element]]
    places: dict[str, tuple[str, int]]
    failed: tuple[str, ...] = ()
    rejects: bool = False
    own: dict[int, frozenset[Element]] = field(default_factory=dict)
    emitted: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(Function of the program, instruction) -> the functions under way when it was written, innermost first."""
    elsewhere: frozenset[Element] = frozenset()
    """What ran for no line in particular: the lexer, and what is done once for the whole program."""


class Sample(Protocol):
    """Another program, to tell what is wrong by: what ran for its lines in each stage, and its traced build."""

    @property
    def check(self) -> Check: ...

    def observation(self, stage: Stage) -> Observation | None: ...

    def traced(self) -> TracedProgram | None: ...


@dataclass(frozen=True, slots=True)
class Run:
    """What ran for one line of C, and whether that came out right."""

    ran: frozenset[Element]
    right: bool


_SAMPLES = 30
"""So many other programs are run."""
_WRONG_SAMPLES = 3
"""In so many of them the lines that are wrong are looked for."""
_KEPT = 6
"""So many of them are compiled with each mend."""


def suspects(
    case: Case, words: Sequence[str], stage: Stage, guilty: Set[int], samples: Sequence[Sample] = (), told: str = ""
) -> list[Suspect]:
    """The functions of minicc that are most likely to have made this stage go wrong, the most suspicious first.

    `words` are the options (and plugins) of the compiler, `guilty` the lines of C that are known to come out wrong,
    `told` is the message of a compiler that fails.
    Raises NotAttributable when the program cannot be preprocessed.
    """
    source = SourceText(case.preprocessed(), str(case.source))
    seen = observe(source, words, stage)
    if seen is None:
        return []
    seen = replace(seen, failed=seen.failed or _writers(seen, told))
    own = None
    if not seen.failed:
        traced = traced_program(source, case.reference, case.shop, case.shop.directory, case.link_flags)
        own = _verdicts(case, traced) if traced is not None else None
    known = _whole_functions(source, guilty) or (set(own.wrong) if own else set())
    wrong = known or set(seen.lines)
    right = (set(own.right) if own else set(seen.lines)) - wrong
    runs = [Run(ran, line not in wrong) for line, ran in seen.lines.items() if line in wrong or line in right]
    near = frozenset(element for run in runs if not run.right for element in run.ran)
    similar = _similar(samples, stage, near)
    search = Search(
        Check(source, case.expected),
        tuple(words),
        stage,
        case.shop,
        case.reference,
        case.link_flags,
        frozenset(known),
    )
    if not seen.failed or seen.rejects:
        runs += _runs(case, search, similar)
    others = [sample.check for sample in similar[:_KEPT]]
    mended = mends(search, suspicious_lines(runs, near, seen, wrong), others)
    if not mended and stage is Stage.LOWER:
        before = observe(source, words, Stage.CHECK)
        if before is not None:
            mended = mends_before(before, search, wrong, others)
            seen = replace(seen, places={**before.places, **seen.places})
    return _mended_first(ranked(runs, near, seen), mended, seen)


def mends_before(seen: Observation, search: Search, wrong: Set[int], others: Sequence[Check]) -> list[Mend]:
    """The mends in the check, where the lowering has none: of what gcc works out itself when it compiles the printed C,
    the layout of types first of all, the typed tree may be wrong although the printed C is right.
    """
    runs = [Run(ran, line not in wrong) for line, ran in seen.lines.items()]
    near = frozenset(element for run in runs if not run.right for element in run.ran)
    return mends(replace(search, stage=Stage.CHECK), suspicious_lines(runs, near, seen, wrong), others)


def _mended_first(named: Sequence[Suspect], mended: Sequence[Mend], seen: Observation) -> list[Suspect]:
    """The functions in which a small change makes the program right, then the others."""
    by_name = {one.name: one for one in named}
    first = []
    for mend in mended:
        known = by_name.pop(mend.function, None)
        if known is None and mend.function in seen.places:
            known = Suspect(mend.function, *seen.places[mend.function], 0.0)
        if known is not None:
            first.append(replace(known, mend=mend))
    return [*first, *by_name.values()][:MOST]


def _writers(seen: Observation, told: str) -> tuple[str, ...]:
    """The functions that wrote the instruction that LLVM complains of, and the one that makes its operand."""
    found = _INVALID.search(told)
    if found is None:
        return ()
    texts = [text for function, text in seen.emitted if function == found["function"]]
    value = found["value"]
    made = next((text for text in texts if value and text.startswith(f"{value} = ")), "")
    start = " ".join(found["instruction"].split())
    used = next((text for text in texts if start and text.startswith(start)), "")
    stacks = [seen.emitted.get((found["function"], text), ()) for text in (made, used)]
    return tuple(name for pair in zip_longest(*stacks) for name in pair if name is not None)


_INVALID = re.compile(
    r"invalid LLVM IR of function '(?P<function>[^']+)':[^|]*?(?:'(?P<value>%[\w.]+)'[^|]*)?\|(?P<instruction>[^|]*)"
)


def _similar(samples: Sequence[Sample], stage: Stage, candidates: Set[Element]) -> list[Sample]:
    """The programs for which most of the candidates run."""

    def shared(sample: Sample) -> int:
        seen = sample.observation(stage)
        return -1 if seen is None else len(candidates & frozenset[Element]().union(*seen.lines.values()))

    return sorted(samples, key=shared, reverse=True)[:_SAMPLES]


def _verdicts(case: Case, traced: TracedProgram) -> LineVerdicts | None:
    subject = with_options(case.subject, "-fboundary=B3")
    return line_verdicts(traced, subject, case.reference, case.shop, case.link_flags)


def _whole_functions(source: SourceText, lines: Set[int]) -> set[int]:
    """The lines; for one that a function's definition starts on, when no other is known, all of that function."""
    if len(lines) != 1:
        return set(lines)
    try:
        unit = parse(source)
    except (CompileError, RecursionError):
        return set(lines)
    for declaration in unit.declarations:
        if isinstance(declaration, nodes.FunctionDefinition):
            first, last = source.location(declaration.pos), source.location(declaration.body.end)
            if first.line in lines and first.file == source.file:
                return set(range(first.line, last.line + 1))
    return set(lines)


def _runs(case: Case, search: Search, samples: Sequence[Sample]) -> list[Run]:
    """What ran for the lines of other programs. Of those that are wrong only a few are looked at line by line."""
    runs: list[Run] = []
    looked_at = 0
    for sample, right in zip(samples, right_programs(search, [one.check for one in samples]), strict=False):
        seen = sample.observation(search.stage)
        if seen is None:
            continue
        if right:
            runs += [Run(ran, True) for ran in seen.lines.values()]
        elif looked_at < _WRONG_SAMPLES:
            looked_at += 1
            traced = sample.traced()
            told = None if traced is None else _verdicts(case, traced)
            if told is not None:
                known = told.right | told.wrong
                runs += [Run(ran, line in told.right) for line, ran in seen.lines.items() if line in known]
    return runs


def ranked(runs: Sequence[Run], near: Set[Element], seen: Observation) -> list[Suspect]:
    """The functions that ran for a wrong line, by the suspiciousness of their most suspicious line.

    `near` ran for the line that is known to be guilty; what only ran for other wrong lines counts less.
    """
    scores: dict[str, float] = {}
    for element, score in _suspiciousness(runs, near).items():
        name = element[0]
        scores[name] = max(scores.get(name, 0.0), score)
    scores = {name: score for name, score in scores.items() if not _only_tells(name)}
    for name, score in _hints(seen).items():
        scores[name] = scores.get(name, 0.0) + score
    order = sorted(scores, key=lambda name: (-scores[name], name))
    if len(order) > MOST:
        # Of equally suspicious functions all are named or none.
        order = [name for name in order[:MOST] if scores[name] > scores[order[MOST]]]
    return [Suspect(name, *seen.places[name], round(scores[name], 4)) for name in order if name in seen.places]


def _suspiciousness(runs: Sequence[Run], near: Set[Element]) -> dict[Element, float]:
    """Ochiai's coefficient of the lines of the compiler that ran for a wrong line."""
    failing = sum(not run.right for run in runs)
    failed = Counter(element for run in runs if not run.right for element in run.ran)
    passed = Counter(element for run in runs if run.right for element in run.ran)
    return {
        element: times / math.sqrt(failing * (times + passed[element])) * (1 if element in near else _ELSEWHERE)
        for element, times in failed.items()
    }


def _hints(seen: Observation) -> dict[str, float]:
    """What it weighs that a front end that fails was in these functions."""
    weight = _HINT if seen.rejects else 1 / _HINT
    names = [name for name in dict.fromkeys(seen.failed) if not _only_tells(name)]
    return {name: weight / (1 + depth) for depth, name in enumerate(names)}


def suspicious_lines(runs: Sequence[Run], near: Set[Element], seen: Observation, wrong: Set[int]) -> list[Element]:
    """The lines of the compiler, the most suspicious first, a few of each function at a time.

    What ran for a declaration that a wrong line relies on counts less than what ran for that line; what ran for no line
    in particular comes last.
    """
    scores = dict.fromkeys(seen.elsewhere, 0.0) | _suspiciousness(runs, near)
    hints = _hints(seen)
    if hints:
        for element in frozenset[Element]().union(*seen.lines.values()):
            if element[0] in hints:
                scores[element] = scores.get(element, 0.0) + hints[element[0]]
    own = frozenset[Element]().union(*(seen.own.get(line, frozenset()) for line in wrong))
    weighted = {element: score * (1 if element in own else _DECLARED) for element, score in scores.items()}
    order: list[tuple[int, Element]] = []
    times: Counter[str] = Counter()
    functions: dict[str, int] = {}
    for element in sorted(weighted, key=lambda element: (-weighted[element], element)):
        if not _only_tells(element[0]):
            place = functions.setdefault(element[0], len(functions))
            order.append((times[element[0]] // _AT_A_TIME * _FUNCTIONS + place, element))
            times[element[0]] += 1
    return [element for _, element in sorted(order, key=lambda one: one[0])]


_DECLARED = 0.5
_AT_A_TIME = 4
_FUNCTIONS = 3
"""The next lines of a function come behind the first of so many further functions."""
_ELSEWHERE = 0.8
_HINT = 0.3
"""What the innermost function weighs where the front end rejects the program; what the coefficient does where it fails.

A wrong rejection is decided where it is told of, or follows from what was computed wrongly elsewhere.
"""
_TELLERS = ("error", "warn", "recover", "anyway")


def _only_tells(name: str) -> bool:
    """Whether a function only words what others have found, or goes on after it."""
    return any(word in name.rpartition(":")[2].lower() for word in _TELLERS)


_WATCHED_SECONDS = 5
"""CPU seconds that a front end may take that is watched."""


def observe(source: SourceText, words: Sequence[str], stage: Stage) -> Observation | None:
    """Run the front end in a forked process and watch one stage; None when it dies."""
    return next(iter(in_child(lambda: _observed(source, words, stage), seconds=_WATCHED_SECONDS)), None)


def _observed(source: SourceText, words: Sequence[str], stage: Stage) -> Iterator[Observation]:
    from minicc.cli import parse_command_line
    from minicc.pipeline import Pipeline, load_plugin

    invocation = parse_command_line([*words, "-c", "program.c"])
    pipeline = Pipeline()
    for plugin in invocation.plugins:
        load_plugin(pipeline, Path(plugin))
    job = Job(source, invocation.compile_options(), pipeline)
    watch = _Watch(source, PACKAGES[stage])
    failed: tuple[str, ...] = ()
    rejects = False
    try:
        if stage is not Stage.PARSE:
            _ = job.syntax_tree
        if stage is Stage.LOWER:
            _ = job.typed_tree
        sys.settrace(watch)
        try:
            getattr(job, _PROPERTIES[stage])
        finally:
            sys.settrace(None)
    except Exception as error:
        failed = watch.active(error)
        begin = beginning_of_incomplete(error)
        owner = watch.name_of(begin) if begin is not None else None
        if owner is not None:
            failed = (*failed[:1], owner, *failed[1:])
        rejects = isinstance(error, CompileError)
    yield replace(watch.observation(failed), rejects=rejects)


def beginning_of_incomplete(error: BaseException) -> CodeType | None:
    """Where an object lacks an attribute: the code that should have given it one, its class's `__init__`."""
    if not isinstance(error, AttributeError) or error.obj is None:
        return None
    code = getattr(type(error.obj).__init__, "__code__", None)
    return code if isinstance(code, CodeType) else None


_BUILDER = "minicc.ir.builder:Builder."
_LOWERS_FUNCTION = "minicc.lower.function:lower_function"


class _Watch:
    """A trace function that deals the calls out to the lines of C."""

    def __init__(self, source: SourceText, packages: Sequence[str]) -> None:
        self.source = source
        self.packages = packages
        self.positions: list[int] = [-1]
        self.ran: dict[int, set[tuple[CodeType, int]]] = {}
        self.function = ""
        self.emitted: dict[tuple[str, str], tuple[str, ...]] = {}
        self.watched: dict[CodeType, str | None] = {}

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        """The trace function of calls: those of the stage are followed line by line."""
        code = frame.f_code
        name = self.name_of(code)
        if name is None:
            return None
        position = self.positions[-1]
        values = frame.f_locals
        builder = values.get("self") if name.startswith(_BUILDER) else None
        if name == _LOWERS_FUNCTION:
            self.function = values["function"].symbol
        for parameter in code.co_varnames[: code.co_argcount]:
            found = getattr(values.get(parameter), "pos", None)
            if type(found) is int:
                position = found
                break
        self.positions.append(position)
        ran = self.ran.setdefault(position, set())

        def follow(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                ran.add((code, frame.f_lineno))
            elif event == "return":
                self.positions.pop()
                if builder is not None:
                    self.remember(builder, frame)
            return follow

        return follow

    def remember(self, builder: Builder, frame: FrameType | None) -> None:
        """Who wrote the last instruction."""
        if not builder.lines:
            return
        key = self.function, " ".join(builder.lines[-1].split())
        if key in self.emitted:
            return
        names: list[str] = []
        while frame is not None and len(names) < MOST:
            name = self.name_of(frame.f_code)
            if name is not None and not name.startswith(_BUILDER):
                names.append(name)
            frame = frame.f_back
        self.emitted[key] = tuple(dict.fromkeys(names))

    def name_of(self, code: CodeType) -> str | None:
        if code not in self.watched:
            name = function_name(code)
            inside = name is not None and name.startswith(tuple(self.packages))
            self.watched[code] = name if inside else None
        return self.watched[code]

    def active(self, error: BaseException) -> tuple[str, ...]:
        """The functions that the exception went through, innermost first."""
        names = []
        trace = error.__traceback__
        while trace is not None:
            names.append(self.name_of(trace.tb_frame.f_code))
            trace = trace.tb_next
        return tuple(name for name in reversed(names) if name is not None)

    def observation(self, failed: tuple[str, ...]) -> Observation:
        lines: dict[int, set[Element]] = {}
        elsewhere: set[Element] = set()
        for position, ran in self.ran.items():
            line = self.line_of(position)
            elements = {(str(self.watched[code]), number) for code, number in ran}
            if line is not None:
                lines.setdefault(line, set()).update(elements)
            elif position < 0:
                elsewhere |= elements
        places: dict[str, tuple[str, int]] = {}
        for code, name in self.watched.items():
            if name is not None and "<locals>" not in code.co_qualname:
                places[name] = (code.co_filename, code.co_firstlineno)
        declared = _lines_that_declare(self.source)
        whole = {
            line: frozenset(ran).union(*(lines[other] for other in declared.get(line, ()) if other in lines))
            for line, ran in lines.items()
        }
        own = {line: frozenset(ran) for line, ran in lines.items()}
        return Observation(
            whole,
            places,
            failed,
            own=own,
            emitted=self.emitted,
            elsewhere=frozenset(elsewhere.difference(*lines.values())),
        )

    def line_of(self, position: int) -> int | None:
        if position < 0:
            return None
        place = self.source.location(position)
        return place.line if place.file == self.source.file else None


def _lines_that_declare(source: SourceText) -> dict[int, set[int]]:
    """For each line of the program, those where its identifiers come up first: what is wrong there is wrong here."""
    words: dict[int, set[str]] = {}
    pos = 0
    for row in source.text.split("\n"):
        if not row.startswith("#") and row.strip():
            place = source.location(pos)
            if place.file == source.file:
                words.setdefault(place.line, set()).update(_WORD.findall(row))
        pos += len(row) + 1
    first: dict[str, int] = {}
    for line in sorted(words):
        for word in words[line]:
            first.setdefault(word, line)
    once = {line: {first[word] for word in several} for line, several in words.items()}
    return {line: lines.union(*(once[other] for other in lines)) for line, lines in once.items()}


_WORD = re.compile(r"[A-Za-z_]\w*")


def function_name(code: CodeType) -> str | None:
    """`module:qualified name` of a function of minicc (the one around, for those inside functions); None for others."""
    if not code.co_filename.endswith(".py"):
        return None
    parts = code.co_filename[: -len(".py")].split("/")
    if "minicc" not in parts[:-1]:
        return None
    start = len(parts) - 1 - parts[::-1].index("minicc", 1)
    return f"{'.'.join(parts[start:])}:{code.co_qualname.split('.<locals>')[0]}"
