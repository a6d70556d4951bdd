"""From a divergence to the stage, pass, function and line that answer for it."""

from __future__ import annotations

import difflib
import time
from dataclasses import replace
from pathlib import Path

from oracle.bisect import ir_text, promises
from oracle.bisect.attribution import Attribution, Stage
from oracle.bisect.behaviour import Behaviour, Workshop, compile_failure, shell_command, with_options, workshop
from oracle.bisect.boundaries import Flip, Walk, is_minicc
from oracle.bisect.functions import Guilty, guilty_functions
from oracle.compilers.protocol import Compiler
from oracle.sandbox import Limits

EVIDENCE_LINES = 400
"""Longer diffs are cut: the commands reproduce the whole."""


class NotAttributable(Exception):
    """There is nothing to attribute; the message says why."""


def attribute(
    source: Path,
    subject: Compiler,
    reference: Compiler,
    *,
    limits: Limits | None = None,
    link_flags: tuple[str, ...] = ("-lm",),
    find_line: bool = True,
) -> Attribution:
    """Find out where `subject` goes wrong on `source`, a program that the judge has found to diverge.

    For minicc every boundary B0..Bo is at hand; for any other compiler the function (by mixed linking) and the line.
    Raises NotAttributable when the reference has no program to compare with, or the subject agrees with it.
    """
    started = time.monotonic()
    with workshop(limits) as shop:
        expected = shop.behaviour(reference, [source], ["-w", *link_flags])
        if expected.failure is not None:
            raise NotAttributable(f"the reference does not compile the program: {expected.failure}")
        if expected.stopped is not None:
            raise NotAttributable(f"the reference's program was stopped by the limit on {expected.stopped}")
        shop.tighten(reference, [source], ["-w", *link_flags])
        case = _Case(source, subject, reference, expected, shop, link_flags, find_line)
        found = case.of_minicc() if is_minicc(subject) else case.of_any()
    return replace(found, seconds=time.monotonic() - started)


class _Case:
    """One divergence under examination."""

    def __init__(
        self,
        source: Path,
        subject: Compiler,
        reference: Compiler,
        expected: Behaviour,
        shop: Workshop,
        link_flags: tuple[str, ...],
        find_line: bool,
    ) -> None:
        self.source = source
        self.subject = subject
        self.reference = reference
        self.expected = expected
        self.shop = shop
        self.link_flags = link_flags
        self.find_line = find_line
        self._preprocessed: str | None = None

    # ------------------------------------------------------------------ compilers without boundaries

    def of_any(self) -> Attribution:
        """Function and line only."""
        actual = self.shop.behaviour(self.subject, [self.source], ["-w", *self.link_flags])
        if actual == self.expected:
            raise NotAttributable("the subject's program behaves as the reference's does")
        command = shell_command(self.subject, self.source, ["-w"], output="program") + " -lm && ./program"
        found = Attribution(Stage.UNKNOWN, commands=(self._reference_command(), command))
        if actual.failure is not None:
            return replace(found, notes=(actual.failure,))
        return self._with_function_and_line(found)

    # ------------------------------------------------------------------ minicc

    def of_minicc(self) -> Attribution:
        walk = Walk(self.source, self.subject, self.expected, self.shop, self.link_flags)
        flip = walk.first_flip()
        if flip is None:
            return self._good_boundaries(walk)
        found = self._of_flip(walk, flip)
        return replace(found, probes=tuple(walk.probes), notes=(*walk.notes, *found.notes))

    def _good_boundaries(self, walk: Walk) -> Attribution:
        actual = self.shop.behaviour(self.subject, [self.source], ["-w", *self.link_flags])
        if actual == self.expected:
            raise NotAttributable("the subject's program behaves as the reference's does")
        return Attribution(
            Stage.LINK if actual.failure is not None else Stage.UNKNOWN,
            last_good="Bo",
            probes=tuple(walk.probes),
            commands=(self._reference_command(),),
            notes=("every boundary behaves well; only the ordinary build does not", str(actual)),
        )

    def _of_flip(self, walk: Walk, flip: Flip) -> Attribution:
        commands = [self._reference_command()]
        for end in (flip.last_good, flip.first_bad):
            commands += [probe.command for probe in walk.probes if probe.boundary == end]
        found = Attribution(flip.stage, last_good=flip.last_good, first_bad=flip.first_bad, commands=tuple(commands))
        if flip.execution is not None:
            found = replace(
                found,
                pass_name=flip.execution.pass_name,
                pass_index=flip.execution.index,
                pass_unit=flip.execution.unit_name,
            )
            return self._of_pass(walk, flip, found)
        probe_of_first_bad = next(probe for probe in walk.probes if probe.boundary == flip.first_bad)
        found = self._with_text_evidence(walk, flip, found)
        if not self._was_built(walk, flip.first_bad):
            return replace(found, notes=(probe_of_first_bad.behaviour,))
        return self._with_function_and_line(found)

    def _was_built(self, walk: Walk, boundary: str) -> bool:
        output = self.shop.build(self.subject, [self.source], [*walk.flags, f"-fboundary={boundary}"]).output
        return output is not None

    # ------------------------------------------------------------------ LLVM passes

    def _of_pass(self, walk: Walk, flip: Flip, found: Attribution) -> Attribution:
        assert flip.last_good is not None
        before, after = walk.text(flip.last_good), walk.text(flip.first_bad)
        if before is None or after is None:
            return replace(found, notes=("LLVM fails in this pass execution",))
        changed = ir_text.change(before, after)
        unit = _function_of_unit(flip.execution.unit_name if flip.execution else "")
        function = unit or (changed.functions[0] if len(changed.functions) == 1 else None)
        lines = self._changed_lines(walk, flip)
        found = replace(
            found,
            function=function,
            file=str(self.source),
            evidence=_cut(changed.diff),
            candidate_lines=lines,
            line=lines[0] if len(lines) == 1 else None,
            commands=(
                *found.commands,
                walk.text_command(flip.last_good, "before.ll"),
                walk.text_command(flip.first_bad, "after.ll"),
                "diff -u before.ll after.ll",
            ),
        )
        promise = self._broken_promise()
        if promise is not None:
            found = replace(
                found,
                stage=Stage.LOWER,
                notes=(
                    f"the lowering promises {promise!r} where it does not hold; "
                    f"the LLVM pass {found.pass_name} relies on it",
                ),
            )
        elif len(changed.functions) > 1:
            found = replace(found, notes=(f"the pass changed {', '.join(changed.functions)}",))
        if found.line is None and self.find_line:
            found = self._with_traced_line(found)
        if found.function is None:
            found = replace(found, function=self._guilty().function)
        return found

    def _changed_lines(self, walk: Walk, flip: Flip) -> tuple[int, ...]:
        """Source lines of the instructions that the pass execution changed, by the line tables of -g."""
        assert flip.last_good is not None
        before, after = walk.text(flip.last_good, "-g"), walk.text(flip.first_bad, "-g")
        if before is None or after is None:
            return ()
        return ir_text.change(before, after).lines

    def _broken_promise(self) -> str | None:
        """The kind of promise of the lowering without which the program is right and which does not hold, or None."""
        if self._behaves_with(promises.plugin("all")) is False:
            return None
        for kind in (*promises.REMOVERS, *promises.HEAD_REMOVERS):
            if self._behaves_with(promises.plugin(kind)) is False:
                continue
            if kind in promises.TESTABLE and self._behaves_with(promises.testing_plugin(), "-fboundary=B3") is True:
                return None
            return kind
        return None

    def _behaves_with(self, plugin: str, *options: str) -> bool:
        path = self.shop.write(plugin, ".py")
        subject = with_options(self.subject, f"-fplugin={path}")
        return self.shop.behaviour(subject, [self.source], [*self.link_flags, *options]) == self.expected

    # ------------------------------------------------------------------ the other stages

    def _with_text_evidence(self, walk: Walk, flip: Flip, found: Attribution) -> Attribution:
        """The difference between the C of two boundaries; a bad IR or object speaks through its commands."""
        commands = list(found.commands)
        evidence = ""
        if flip.first_bad in ("B1", "B2"):
            before = walk.text(flip.last_good or "B0")
            after = walk.text(flip.first_bad)
            if before is not None and after is not None:
                evidence = _difference_of_c(before, after, flip.last_good or "B0", flip.first_bad)
        if flip.first_bad != "Bo":
            commands.append(walk.text_command(flip.first_bad, "bad.ll" if flip.first_bad == "B3" else "bad.c"))
        else:
            commands.append(shell_command(self.subject, self.source, ["-S"], output="bad.s"))
        return replace(found, evidence=_cut(evidence), commands=tuple(commands))

    def _with_function_and_line(self, found: Attribution) -> Attribution:
        guilty = self._guilty()
        notes = [*found.notes, *guilty.notes]
        found = replace(found, function=guilty.function, file=str(self.source))
        if len(guilty.items) == 1 and guilty.items[0].kind == "variable":
            return replace(found, line=guilty.items[0].line, notes=tuple(notes))
        found = replace(found, notes=tuple(notes))
        return self._with_traced_line(found) if self.find_line else found

    def _with_traced_line(self, found: Attribution) -> Attribution:
        from oracle.bisect.lines import NoTrace, divergent_line

        try:
            place = divergent_line(
                self.preprocessed(),
                str(self.source),
                self.subject,
                self.reference,
                self.expected,
                self.shop,
                self.link_flags,
            )
        except NoTrace as why:
            return replace(found, notes=(*found.notes, f"no line from the trace: {why}"))
        note = f"trace: line {place.line} in {place.function}: {place.what}"
        if found.candidate_lines and place.line not in found.candidate_lines:
            return replace(found, notes=(*found.notes, note))
        return replace(found, line=place.line, function=found.function or place.function, notes=(*found.notes, note))

    def _guilty(self) -> Guilty:
        try:
            text = self.preprocessed()
        except NotAttributable as why:
            return Guilty((), (str(why),))
        return guilty_functions(
            text, str(self.source), self.subject, self.reference, self.expected, self.shop, self.link_flags
        )

    def preprocessed(self) -> str:
        """The program behind the reference's preprocessor, with line markers."""
        if self._preprocessed is None:
            made = self.reference.compile([self.source], self.shop.path(".i"), flags=["-w", "-E"])
            if made.output is None:
                raise NotAttributable(f"the reference does not preprocess the program: {compile_failure(made)}")
            self._preprocessed = made.output.read_text(encoding="utf-8", errors="surrogateescape")
        return self._preprocessed

    def _reference_command(self) -> str:
        return shell_command(self.reference, self.source, ["-w"], output="reference") + " -lm && ./reference"


def _function_of_unit(unit: str) -> str | None:
    """The function in what LLVM calls the unit of a pass execution; None for modules and call graph components of
    several.
    """
    if unit.startswith("["):
        return None
    if unit.startswith("(") and unit.endswith(")"):
        names = unit[1:-1].split(", ")
        return names[0] if len(names) == 1 else None
    if " in function " in unit:
        return unit.rsplit(" in function ", 1)[1]
    return unit or None


def _difference_of_c(before: str, after: str, name_before: str, name_after: str) -> str:
    """Unified diff of two printings of one program, after bringing both to one statement a line."""
    rows = difflib.unified_diff(_statements(before), _statements(after), name_before, name_after, n=2, lineterm="")
    return "\n".join(rows)


def _statements(text: str) -> list[str]:
    from oracle.bisect.split import tokens

    rows: list[str] = []
    current: list[str] = []
    depth = 0
    for token in tokens(text, ""):
        if token.system:
            continue
        current.append(token.text)
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth == 0 and token.text in (";", "{", "}"):
            rows.append(" ".join(current))
            current = []
    return [*rows, " ".join(current)] if current else rows


def _cut(diff: str) -> str:
    rows = diff.split("\n")
    if len(rows) <= EVIDENCE_LINES:
        return diff
    return "\n".join([*rows[:EVIDENCE_LINES], f"... ({len(rows) - EVIDENCE_LINES} more lines)"])
