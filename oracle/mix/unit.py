"""Inside one guilty file of a project: the functions, then the line.

The file is taken apart as `oracle.bisect.split` does; each compiler compiles its share, and `ld -r` makes one object of
both, which stands for the file's in the next build. For the line the guilty function tells what it does, into files,
one for each process, since the output belongs to the test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax.parser import parse
from oracle.bisect.behaviour import COMPILE_SECONDS, Workshop, compile_failure, with_options, workshop
from oracle.bisect.functions import independent_sets, separated
from oracle.bisect.instrument import Instrumented, file_helper, instrument
from oracle.bisect.lines import NoTrace, Place, first_difference_of_files
from oracle.bisect.split import Item, NotSeparable, compose
from oracle.compilers.protocol import Compiler
from oracle.mix.build import MixedBuild, UnitBuild
from oracle.mix.search import Culprit
from oracle.sandbox import run_trusted

_FOR_PREPROCESSING = (
    "-D",
    "-U",
    "-I",
    "-include",
    "-imacros",
    "-isystem",
    "-iquote",
    "-idirafter",
    "-Wp,",
    "-nostdinc",
)
_TAKES_VALUE = ("-D", "-U", "-I", "-include", "-imacros", "-isystem", "-iquote", "-idirafter")


class _Unmixable(Exception):
    """This file does not stand being taken apart; the message says why."""


def examine_unit(
    build: MixedBuild, culprit: Culprit, compilations: Sequence[UnitBuild], find_line: bool, tell: Callable[[str], None]
) -> Culprit:
    """`culprit`, a single file, with what can be said of its functions and lines."""
    with workshop() as shop:
        try:
            parts = [_Part(build, shop, one) for one in compilations]
            return _Examination(build, shop, parts, tell).result(culprit, find_line)
        except (_Unmixable, NotSeparable) as why:
            return replace(culprit, notes=(*culprit.notes, f"functions not separable: {why}"))


class _Part:
    """One compilation of the file, taken apart."""

    def __init__(self, build: MixedBuild, shop: Workshop, made: UnitBuild) -> None:
        self.shop = shop
        self.key = made.key
        self.flags = tuple(without_preprocessing(made.flags))
        self.subject = with_options(build.subject, *self.flags)
        self.reference = with_options(build.reference, *self.flags)
        self.file = made.unit
        self.items: list[Item] = separated(build.preprocessed(made.key), made.unit, self.reference, shop)

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.items if item.kind != "other"]

    def object(self, by_subject: Set[str], instrumented: Instrumented | None = None, trace: Path | None = None) -> Path:
        """One object of both compilers' shares. Raises _Unmixable when one of them does not compile its share."""
        chosen = {index for index, item in enumerate(self.items) if item.kind != "other" and item.name in by_subject}
        rest = {index for index, item in enumerate(self.items) if item.kind != "other"} - chosen
        objects = []
        if chosen:
            objects.append(self._compiled(self.subject, compose(self.items, chosen)))
        if rest or not chosen:
            objects.append(self._compiled(self.reference, compose(self.items, rest)))
        return self.joined(objects)

    def traced(self, function: str, by: Compiler, program: Instrumented, folder: Path) -> Path:
        """One object: the instrumented function from `by`, the rest from the reference."""
        rest = {index for index, item in enumerate(self.items) if item.kind != "other" and item.name != function}
        helper = self.shop.write(file_helper(folder), ".c")
        made = self.reference.compile([helper], self.shop.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS)
        if made.output is None:
            raise _Unmixable(compile_failure(made))
        objects = [self._compiled(by, program.text, ".c"), made.output]
        if rest:
            objects.append(self._compiled(self.reference, compose(self.items, rest)))
        return self.joined(objects)

    def alone(self, function: str) -> str:
        """The file with only this function defined."""
        return compose(self.items, {index for index, item in enumerate(self.items) if item.name == function})

    def _compiled(self, compiler: Compiler, text: str, suffix: str = "") -> Path:
        source = self._written(text, suffix)
        made = compiler.compile([source], self.shop.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS)
        if made.output is None:
            raise _Unmixable(f"{compiler.name}: {compile_failure(made)}")
        return made.output

    def _written(self, text: str, suffix: str) -> Path:
        """A file of the unit's own name, since compilers (and scripts that stand for them) may go by it."""
        folder = self.shop.path()
        folder.mkdir()
        path = folder / Path(self.file).with_suffix(suffix or ".c").name
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        return path

    def joined(self, objects: list[Path]) -> Path:
        """The objects as one, in which what was `static` is private again."""
        output = self.shop.path(".o")
        words = ["ld", "-r", "-o", str(output), *map(str, objects)]
        hidden = ["--localize-symbol=*__private", "--localize-symbol=minicc_trace*"]
        for command in (words, ["objcopy", "--wildcard", *hidden, str(output)]):
            done = run_trusted(command)
            if not done.succeeded:
                raise _Unmixable(f"{command[0]}: {done.stderr.decode(errors='replace').strip()[:300]}")
        return output


@dataclass(slots=True)
class _Examination:
    build: MixedBuild
    shop: Workshop
    parts: list[_Part]
    tell: Callable[[str], None]

    def result(self, culprit: Culprit, find_line: bool) -> Culprit:
        names = list(dict.fromkeys(name for part in self.parts for name in part.names))
        if self._passes(frozenset()) is not True:
            raise _Unmixable("taken apart, the test fails though all of the file comes from the reference")
        if self._passes(frozenset(names)) is not False:
            raise _Unmixable("the failure vanishes, or the subject does not compile the file, when it is taken apart")
        sets = independent_sets(
            range(len(names)), lambda chosen: self._passes(frozenset(names[index] for index in chosen)) is False
        )
        first = self._item(names[sets[0][0]])
        functions = tuple(tuple(self._item(names[index]).source_name for index in one) for one in sets)
        culprit = replace(culprit, functions=functions, source=self._in_project(first.file) or None)
        if len(sets[0]) > 1:
            return culprit
        if first.kind == "variable":
            note = f"the initialiser of the variable {first.source_name!r} is wrong"
            return replace(culprit, line=first.line, notes=(*culprit.notes, note))
        return self._with_line(culprit, first.name) if find_line else culprit

    def _in_project(self, file: str) -> str:
        """The file as the project names it; build systems may have given the compiler its place in the copy."""
        return str(Path(file).relative_to(self.build.tree)) if Path(file).is_relative_to(self.build.tree) else file

    def _item(self, name: str) -> Item:
        return next(item for part in self.parts for item in part.items if item.name == name and item.kind != "other")

    def _passes(self, names: frozenset[str]) -> bool | None:
        """Whether the test passes with these from the subject; None when the mixture cannot be built."""
        try:
            replaced = {part.key: part.object(names) for part in self.parts}
        except _Unmixable:
            return None
        found = self.build.probe((), replaced)
        shown = ", ".join(sorted(names)[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        self.tell(f"{shown or 'nothing'} by the subject: {'passes' if found.passed else 'fails'}")
        return None if found.link_failure else found.passed

    # ------------------------------------------------------------------ the line

    def _with_line(self, culprit: Culprit, function: str) -> Culprit:
        part = next(one for one in self.parts if function in one.names)
        try:
            place = self._place(part, function)
        except (NoTrace, _Unmixable) as why:
            return replace(culprit, notes=(*culprit.notes, f"no line from the trace: {why}"))
        shown = place.function.removesuffix("__private")
        return replace(culprit, line=place.line, evidence=f"line {place.line} in {shown}: {place.what}")

    def _place(self, part: _Part, function: str) -> Place:
        problem = NoTrace("nothing was tried")
        for returns, branches in ((True, True), (False, True), (False, False)):
            source = SourceText(part.alone(function), part.file)
            try:
                program = instrument(parse(source), source, returns=returns, branches=branches)
            except (CompileError, RecursionError) as error:
                raise NoTrace(f"the file cannot be instrumented: {error}") from None
            try:
                return self._compared(part, function, program)
            except (NoTrace, _Unmixable) as why:
                problem = NoTrace(str(why))
        raise problem

    def _compared(self, part: _Part, function: str, program: Instrumented) -> Place:
        traces = []
        for compiler, passes in ((part.reference, True), (part.reference, True), (part.subject, False)):
            folder = self.build.work / "trace"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o777)
            traced = part.traced(function, compiler, program, folder)
            probe = self.build.probe((), {part.key: traced}, again=True)
            if probe.passed is not passes:
                raise NoTrace("the divergence changes when the file is instrumented")
            traces.append([path.read_bytes() for path in sorted(folder.iterdir())])
        return first_difference_of_files(program.sites, *traces)


def without_preprocessing(flags: Sequence[str]) -> list[str]:
    kept: list[str] = []
    skip = False
    for flag in flags:
        if skip:
            skip = False
        elif flag.startswith(_FOR_PREPROCESSING):
            skip = flag in _TAKES_VALUE
        else:
            kept.append(flag)
    return kept
