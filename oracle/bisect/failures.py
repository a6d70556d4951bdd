"""What makes a compiler reject, crash on or never finish a valid program: the function and the statement.

The message often says the line. Where it does not, the program is taken apart: the functions are dealt out until the
smallest set is found on which the compiler alone fails in the same way, then the statements of that function are left
out in the same manner, as long as the reference still accepts what remains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse
from oracle.bisect.attribution import Attribution, Stage
from oracle.bisect.behaviour import COMPILE_SECONDS, compile_failure, shell_command
from oracle.bisect.boundaries import is_minicc
from oracle.bisect.case import Case, NotAttributable
from oracle.bisect.functions import independent_sets, minimise, mixed_objects, separated
from oracle.bisect.loops import with_loop
from oracle.bisect.split import Item, NotSeparable, compose
from oracle.compilers.crash import crash_message
from oracle.syntax_walk import children, walk
from oracle.verdict import Compilation, Stop

_Items = list[nodes.Statement | nodes.Declaration | nodes.StaticAssert]
_Check = Callable[[str], bool]

_PLACE = re.compile(r"(?P<file>[^\s:'\"(]+):(?P<line>\d+)(?::(?P<column>\d+))?:?")
_IN_FUNCTION = re.compile(r"[Ii]n function \W(?P<name>\w+)")


class Kind(StrEnum):
    """How a compiler fails."""

    CRASH = "crash"
    HANG = "hang"
    REJECTION = "rejection"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure without what varies with the program: equal ones are taken for the same bug."""

    kind: Kind
    message: str


def failure_of(made: Compilation, *, file: str = "") -> Failure | None:
    """How the compilation failed; None when it did not, or only for want of memory or output space."""
    if made.output is not None:
        return None
    if made.execution.stopped_by in (Stop.CPU, Stop.WALL):
        return Failure(Kind.HANG, "does not finish")
    if made.execution.stopped_by is not None:
        return None
    if message := crash_message(made):
        return Failure(Kind.CRASH, message)
    told = _PLACE.sub("", compile_failure(made))
    return Failure(Kind.REJECTION, " ".join(told.replace(file, "").split()))


def attribution_of_failure(case: Case, found: Attribution | None = None, flags: Sequence[str] = ()) -> Attribution:
    """Where in the program the subject fails. `found`, and the `flags` it fails with, when more is known already."""
    return _Search(case, tuple(flags)).attribution(found)


class _Search:
    def __init__(self, case: Case, flags: tuple[str, ...]) -> None:
        self.case = case
        self.flags = ("-w", "-c", *flags)

    def attribution(self, found: Attribution | None) -> Attribution:
        case = self.case
        command = shell_command(case.subject, case.source, self.flags, output="program.o")
        if found is None:
            found = Attribution(Stage.UNKNOWN, commands=(case.reference_command(), command))
        made = self._compile(case.source)
        failure = failure_of(made, file=str(case.source))
        if failure is None:
            return self._of_link(found)
        found = replace(found, file=str(case.source), failure=failure.message)
        if failure.kind is Kind.HANG and is_minicc(case.subject):
            found = with_loop(case, self.flags, found)
        found = replace(found, notes=(*found.notes, *_own_words(made, found.notes)))
        items, found = self._items(found)
        place = self._told_place(made)
        if place is not None:
            function = _around(items, place[0])
            return replace(found, line=place[0], column=place[1], function=function or found.function)
        return self._by_taking_apart(found, failure, items) if items else found

    def _compile(self, source: Path) -> Compilation:
        return self.case.shop.compile(self.case.subject, [source], self.case.shop.path(".o"), self.flags)

    def _items(self, found: Attribution) -> tuple[list[Item], Attribution]:
        case = self.case
        try:
            return separated(case.preprocessed(), str(case.source), case.reference, case.shop), found
        except (NotSeparable, NotAttributable) as why:
            return [], replace(found, notes=(*found.notes, f"functions not separable: {why}"))

    def _of_link(self, found: Attribution) -> Attribution:
        """The file compiles, but the whole does not link with the subject."""
        case = self.case
        flags = ["-w", *self.flags[2:], *case.link_flags]
        made = case.shop.build(case.subject, [case.source], flags)
        failure = failure_of(made, file=str(case.source))
        if failure is None:
            raise NotAttributable("the subject's compiler did not fail when it was asked again")
        named = _IN_FUNCTION.search(made.execution.stderr.decode(errors="replace"))
        found = replace(
            found,
            stage=Stage.LINK if found.stage is Stage.UNKNOWN else found.stage,
            file=str(case.source),
            function=named["name"] if named else None,
            failure=failure.message,
            commands=(case.reference_command(), case.command(case.subject)),
            notes=(*found.notes, *_own_words(made, found.notes), *self._with_the_other_linker()),
        )
        items, found = self._items(found)
        return found if named or not items else self._of_linked_functions(found, failure, items)

    def _with_the_other_linker(self) -> tuple[str, ...]:
        """Whether the subject's object is right when the reference links it."""
        case = self.case
        made = self._compile(case.source)
        if made.output is None:
            return ()
        behaviour = case.shop.behaviour(case.reference, [made.output], case.link_flags)
        if behaviour.failure is not None:
            return ()
        if behaviour == case.expected:
            return ("the reference links the subject's object to a program that behaves well: its linker is at fault",)
        return (f"the subject's object, linked by the reference: {behaviour}",)

    def _of_linked_functions(self, found: Attribution, failure: Failure, items: list[Item]) -> Attribution:
        """The functions whose objects the subject's linker does not take."""
        case = self.case
        candidates = [index for index, item in enumerate(items) if item.kind != "other"]

        def fails(chosen: frozenset[int]) -> bool:
            objects = mixed_objects(items, candidates, chosen, case.subject, case.reference, case.shop)
            if isinstance(objects, str):
                return False
            made = case.shop.build(case.subject, objects, ["-w", *case.link_flags])
            return failure_of(made, file=str(case.source)) == failure

        if not fails(frozenset(candidates)):
            note = "linked from an object file, in a second step, the program is built"
            return replace(found, notes=(*found.notes, note))
        if fails(frozenset()):
            return found
        guilty = [items[index] for index in minimise(candidates, fails)]
        only = guilty[0] if len(guilty) == 1 else None
        return replace(
            found,
            function=only.source_name if only else None,
            line=only.line if only else None,
            culprits=(tuple(item.source_name for item in guilty),),
        )

    def _told_place(self, made: Compilation) -> tuple[int, int | None] | None:
        """The line (and column) of the source that the subject's message names."""
        text = (made.execution.stderr + made.execution.stdout).decode(errors="replace")
        for match in _PLACE.finditer(text):
            if Path(match["file"]).name == self.case.source.name:
                return int(match["line"]), int(match["column"]) if match["column"] else None
        return None

    # ------------------------------------------------------------------ functions

    def _by_taking_apart(self, found: Attribution, failure: Failure, items: list[Item]) -> Attribution:
        def fails(text: str) -> bool:
            source = self.case.shop.write_for(self.case.subject, text)
            return failure_of(self._compile(source), file=str(self.case.source)) == failure

        candidates = [index for index, item in enumerate(items) if item.kind != "other"]
        if not fails(compose(items, frozenset(candidates))):
            why = "functions not separable: the failure vanishes when the program is taken apart"
            return replace(found, notes=(*found.notes, why))
        if fails("int minicc_probe;\n"):
            why = "the subject fails in the same way on a file with one declaration: its command line or installation"
            return replace(found, notes=(*found.notes, why))
        if fails(compose(items, frozenset())):
            return self._of_declarations(found, items, fails)
        sets = independent_sets(candidates, lambda chosen: fails(compose(items, chosen)))
        names = tuple(tuple(items[index].source_name for index in one) for one in sets)
        notes = found.notes
        if len(sets) > 1:
            notes = (*notes, f"{len(sets)} independent culprits: {'; '.join(', '.join(one) for one in names)}")
        guilty = [items[index] for index in sets[0]]
        found = replace(
            found, culprits=names, notes=notes, function=guilty[0].source_name if len(guilty) == 1 else None
        )
        if len(guilty) > 1 or guilty[0].kind == "variable":
            return replace(found, line=guilty[0].line if len(guilty) == 1 else None)
        lines = self._statements(compose(items, frozenset(sets[0])), guilty[0].name, fails)
        return replace(found, line=lines[-1] if lines else guilty[0].line, candidate_lines=tuple(lines))

    def _of_declarations(self, found: Attribution, items: list[Item], fails: _Check) -> Attribution:
        """The failure needs no function: which declarations does it need?"""
        declarations = [replace(item, kind="variable", declaration="") for item in items if item.kind == "other"]
        chosen = minimise(
            range(len(declarations)),
            lambda kept: fails(text := compose(declarations, kept)) and self._reference_accepts(text),
        )
        last = declarations[chosen[-1]]
        note = f"the declaration on line {last.line} is enough to make it fail"
        return replace(found, line=last.line, notes=(*found.notes, note))

    def _reference_accepts(self, text: str) -> bool:
        source, output = self.case.shop.write(text, ".i"), self.case.shop.path(".o")
        flags = ["-w", "-c"]
        return self.case.reference.compile([source], output, flags=flags, timeout=COMPILE_SECONDS).output is not None

    # ------------------------------------------------------------------ statements

    def _statements(self, text: str, function: str, fails: _Check) -> list[int]:
        """The lines of the statements without which the failure goes away, outer before inner."""
        source = SourceText(text, str(self.case.source))
        try:
            unit = parse(source)
        except (CompileError, RecursionError):
            return []
        body = next((found for found in _bodies(unit) if _name(found) == function), None)
        if body is None:
            return []
        _brace(body)
        if not fails(unparse(unit, source)):
            return []
        lines: list[int] = []
        for block in _blocks(body):
            everything = block.items

            def still(kept: Set[int], block: nodes.Compound = block, everything: _Items = everything) -> bool:
                block.items = [item for index, item in enumerate(everything) if index in kept]
                changed = unparse(unit, source)
                return fails(changed) and self._reference_accepts(changed)

            kept = set() if still(frozenset()) else set(minimise(range(len(everything)), still))
            block.items = [item for index, item in enumerate(everything) if index in kept]
            telling = [item for item in block.items if not _only_declares(item)] or block.items
            lines += [source.location(item.pos).line for item in telling]
        return list(dict.fromkeys(lines))


def _only_declares(item: nodes.Statement | nodes.Declaration | nodes.StaticAssert) -> bool:
    """Whether it declares what other statements need and computes nothing."""
    return isinstance(item, nodes.Declaration) and all(one.initializer is None for one in item.declarators)


def _own_words(made: Compilation, told: Sequence[str]) -> tuple[str, ...]:
    """The compiler's message line, unless it is among the notes."""
    line = compile_failure(made)
    return () if line in told else (line,)


def _around(items: Sequence[Item], line: int) -> str | None:
    """The function or variable whose definition holds the line."""
    starting = [item for item in items if item.file and item.line <= line]
    return starting[-1].source_name if starting and starting[-1].kind != "other" else None


def _bodies(unit: nodes.TranslationUnit) -> Iterator[nodes.FunctionDefinition]:
    return (found for found in unit.declarations if isinstance(found, nodes.FunctionDefinition))


def _name(definition: nodes.FunctionDefinition) -> str | None:
    return next((node.name for node in walk(definition.declarator) if isinstance(node, nodes.NameDeclarator)), None)


def _brace(definition: nodes.FunctionDefinition) -> None:
    """Make every controlled statement a block, so that it can be left out like any other."""

    def block(statement: nodes.Statement) -> nodes.Statement:
        made = nodes.Compound(statement.pos, [statement], statement.pos)
        return statement if isinstance(statement, nodes.Compound) else made

    for node in list(walk(definition.body)):
        if isinstance(node, nodes.If):
            node.then = block(node.then)
            node.otherwise = None if node.otherwise is None else block(node.otherwise)
        elif isinstance(node, nodes.While | nodes.DoWhile | nodes.For):
            node.body = block(node.body)


def _blocks(definition: nodes.FunctionDefinition) -> Iterator[nodes.Compound]:
    """The blocks of a function, outer before inner; what was taken out of one meanwhile is not visited."""
    pending: list[nodes.Node] = [definition.body]
    while pending:
        node = pending.pop(0)
        if isinstance(node, nodes.Compound):
            yield node
            pending += node.items
        else:
            pending += children(node)
