"""One divergence under examination: what every way of attributing it needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oracle.bisect.attribution import Attribution
from oracle.bisect.behaviour import Behaviour, Workshop, compile_failure, shell_command
from oracle.bisect.functions import Guilty, guilty_functions
from oracle.compilers.protocol import Compiler

EVIDENCE_LINES = 400
"""Longer evidence is cut: the commands reproduce the whole."""

_SUBSTITUTED = {
    True: "; with the reference's value put in there, the subject's program behaves well",
    False: "; with the reference's value put in there, the subject's program is still wrong: there are other places",
}


class NotAttributable(Exception):
    """There is nothing to attribute; the message says why."""


class Case:
    """The program, both compilers, and what the reference's program does."""

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

    def behaviour(self, compiler: Compiler, *options: str) -> Behaviour:
        """Build the program and run it."""
        return self.shop.behaviour(compiler, [self.source], ["-w", *self.link_flags, *options])

    def preprocessed(self) -> str:
        """The program behind the reference's preprocessor, with line markers."""
        if self._preprocessed is None:
            made = self.reference.compile([self.source], self.shop.path(".i"), flags=["-w", "-E"])
            if made.output is None:
                raise NotAttributable(f"the reference does not preprocess the program: {compile_failure(made)}")
            self._preprocessed = made.output.read_text(encoding="utf-8", errors="surrogateescape")
        return self._preprocessed

    def guilty(self) -> Guilty:
        """The functions that the subject gets wrong, by mixed linking."""
        try:
            text = self.preprocessed()
        except NotAttributable as why:
            return Guilty((), (str(why),))
        return guilty_functions(
            text, str(self.source), self.subject, self.reference, self.expected, self.shop, self.link_flags
        )

    def with_function_and_line(self, found: Attribution) -> Attribution:
        """`found` with what mixed linking and the trace tell."""
        guilty = self.guilty()
        found = replace(
            found,
            function=found.function or guilty.function,
            culprits=guilty.culprits,
            file=str(self.source),
            notes=(*found.notes, *guilty.notes),
        )
        if len(guilty.items) == 1 and guilty.items[0].kind == "variable":
            return replace(found, line=guilty.items[0].line)
        return self.with_traced_line(found) if self.find_line else found

    def with_traced_line(self, found: Attribution) -> Attribution:
        """`found` with the first line at which both compilers' traces part."""
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
        if place.confirmed is not None:
            note += _SUBSTITUTED[place.confirmed]
        line = place.line
        if found.function is not None and (inside := place.within(found.function)) is not None:
            line = inside
        elif (place.function,) in found.culprits:
            found = replace(found, function=place.function)
        if found.candidate_lines and line not in found.candidate_lines:
            return replace(found, notes=(*found.notes, note))
        return replace(found, line=line, function=found.function or place.function, notes=(*found.notes, note))

    def command(self, compiler: Compiler, *options: str, output: str = "program") -> str:
        """A shell line that builds and runs the program."""
        return f"{shell_command(compiler, self.source, ['-w', *options], output=output)} -lm && ./{output}"

    def reference_command(self) -> str:
        return self.command(self.reference, output="reference")


def cut(evidence: str) -> str:
    """At most EVIDENCE_LINES lines, and how many there are more."""
    rows = evidence.split("\n")
    if len(rows) <= EVIDENCE_LINES:
        return evidence
    return "\n".join([*rows[:EVIDENCE_LINES], f"... ({len(rows) - EVIDENCE_LINES} more lines)"])
