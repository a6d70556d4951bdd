"""Make a diverging program smaller: the same verdict, the same stage, and never anything undefined."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from oracle.bisect.behaviour import Behaviour, Workshop, workshop
from oracle.bisect.boundaries import Walk, is_minicc
from oracle.compilers.protocol import Compiler
from oracle.judge import COMPILE_SECONDS, judge, read_program
from oracle.reduce.interesting import Check
from oracle.sandbox import Limits
from oracle.verdict import Verdict

SECONDS = 60.0
_HANG_SECONDS = 5.0


class NotReducible(Exception):
    """The program cannot be reduced; the message says why."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """The result: `text` is C without preprocessor directives. Sizes are bytes and lines of program text."""

    text: str
    verdict: Verdict
    tool: str
    original_bytes: int
    original_lines: int
    tests: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        return len(self.text.encode("utf-8", "surrogateescape"))

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def to_json(self) -> dict[str, object]:
        """Plain data for `json.dump`."""
        return {
            "program": self.text,
            "verdict": str(self.verdict),
            "tool": self.tool,
            "bytes": self.bytes,
            "lines": self.lines,
            "original_bytes": self.original_bytes,
            "original_lines": self.original_lines,
            "tests": self.tests,
            "seconds": round(self.seconds, 2),
            "notes": list(self.notes),
        }


def reduce(
    source: Path,
    subject: Compiler,
    reference: Compiler,
    *,
    verdict: Verdict | None = None,
    seconds: float = SECONDS,
    limits: Limits | None = None,
    tool: str = "own",
    progress: Callable[[int], None] = lambda size: None,
    jobs: int = 1,
) -> Reduced:
    """Reduce `source` for at most `seconds` (and a few more for the last confirmation).

    `verdict` is the divergence to keep; judged when None. `tool` is "own" or "cvise". `jobs` candidates are tested at
    once; the result does not depend on it, unless time runs out. The result was judged in full.
    Raises NotReducible when there is no divergence or no tool can read the program.
    """
    started = time.monotonic()
    original = read_program(source).decode("utf-8", "surrogateescape")
    if verdict is None:
        verdict = judge(source, subject, reference, limits=limits).verdict
    if not verdict.is_divergence:
        raise NotReducible(f"the verdict is {verdict}: there is no divergence to keep")
    with workshop(limits) as shop:
        text = _preprocessed(source, reference, shop, keep_invalid=verdict is Verdict.ACCEPTS_INVALID)
        if verdict is Verdict.MISCOMPILE:
            shop.tighten(reference, [source], ["-w", "-lm"])
        check = Check(verdict, subject, reference, shop, width=jobs)
        try:
            deadline = started + seconds
            best, used, notes = _Session(check, source, deadline, tool, progress, jobs, limits).reduce(text)
        finally:
            check.close()
        return Reduced(
            best,
            verdict,
            used,
            len(original.encode("utf-8", "surrogateescape")),
            len(original.splitlines()),
            check.tests,
            time.monotonic() - started,
            notes,
        )


@dataclass(slots=True)
class _Session:
    check: Check
    source: Path
    deadline: float
    tool: str
    progress: Callable[[int], None]
    jobs: int
    limits: Limits | None

    def reduce(self, text: str) -> tuple[str, str, tuple[str, ...]]:
        """The smallest text that the judge agrees with, the tool that made it, and notes."""
        text, notes = self._repeatable(text)
        if self.check.verdict is Verdict.MISCOMPILE and is_minicc(self.check.subject):
            self.check.keeps = self._same_stage(text)
        steps, used = self._steps(text, careful=False)
        best, index = self._confirmed(steps)
        if index == len(steps) - 1:
            return best, used, notes
        if used == "own" and time.monotonic() < self.deadline:
            # What the judge refuses the tests let through: from here on they ask what the judge asks.
            self.check.thorough = True
            again, _ = self._steps(best, careful=True)
            best, index = self._confirmed(again)
            if index > 0:
                return best, used, (*notes, "the last steps were taken again, each with the judge's tests")
        return best, used, (*notes, "the last steps were taken back: the judge refuses them")

    def _repeatable(self, text: str) -> tuple[str, tuple[str, ...]]:
        """What `main` leads to in the text, else all of it, such that the divergence is there, and notes.

        A compiler that fails should say what it says of the original. Raises NotReducible.
        """
        pruned = [_pruned(text, str(self.source), guards_literals=guards) for guards in (False, True)]
        candidates = [one for one in (*pruned, text) if one is not None]
        message = self.check.message(self.source)
        for said in (message, None) if message else (None,):
            for one in candidates:
                if self.check.calibrate(one, said):
                    other = message is not None and said is None
                    return one, ("the compiler says something else of the preprocessed program",) if other else ()
        raise NotReducible("the divergence cannot be repeated")

    def _steps(self, text: str, *, careful: bool) -> tuple[list[str], str]:
        from minicc.diagnostics import CompileError

        seconds = self.deadline - time.monotonic()
        if self.tool == "own":
            from oracle.reduce.own import reduce_text

            try:
                steps = reduce_text(
                    text, str(self.source), self.check, seconds, self.progress, width=self.jobs, careful=careful
                )
                return [text, *steps], "own"
            except (CompileError, ValueError, RecursionError) as why:
                if shutil.which("cvise") is None:
                    raise NotReducible(f"{why} (and cvise, which does not parse, is not installed)") from None
        from oracle.reduce.cvise import reduce_with_cvise

        return [text, reduce_with_cvise(text, self.check, seconds, self.jobs)], "cvise"

    def _confirmed(self, steps: list[str]) -> tuple[str, int]:
        """The last step that the whole judge agrees with; found by going back in ever larger strides."""
        stride, index = 1, len(steps) - 1
        seconds = _HANG_SECONDS if self.check.verdict is Verdict.COMPILER_HANG else COMPILE_SECONDS
        while index > 0:
            path = self.check.shop.write(steps[index], ".c")
            found = judge(path, self.check.subject, self.check.reference, limits=self.limits, compile_seconds=seconds)
            if found.verdict is self.check.verdict:
                return steps[index], index
            index -= stride
            stride *= 2
        return steps[0], 0

    def _same_stage(self, text: str) -> Callable[[Path, Behaviour], bool] | None:
        """A condition that keeps a bug of minicc in its stage."""
        shop, subject = self.check.shop, self.check.subject
        original = shop.write(text, ".c")
        behaviour = shop.behaviour(self.check.reference, [original], ["-w", "-lm"])
        stage: list[str] = []

        def has_same(program: Path, wanted: Behaviour) -> bool:
            if not stage:
                stage.append(_stage(original, subject, behaviour, shop))
            return _stage(program, subject, wanted, shop) == stage[0]

        return has_same


def _stage(source: Path, subject: Compiler, wanted: Behaviour, shop: Workshop) -> str:
    """The first boundary at which the program is wrong: B0 to B3, or Bo for what comes behind lowering."""
    walk = Walk(source, subject, wanted, shop)
    if walk.good("B3"):
        return "Bo"
    return next((boundary for boundary in ("B1", "B2") if not walk.good(boundary)), "B3")


def _pruned(text: str, name: str, *, guards_literals: bool = False) -> str | None:
    """What `main` leads to, printed: a subject may not know what is in the headers of another compiler."""
    from minicc.diagnostics import CompileError
    from oracle.reduce.search import Search
    from oracle.reduce.structure import unreachable

    try:
        search = Search.of_text(text, name, lambda text: True, guards_literals=guards_literals)
    except (CompileError, RecursionError):
        return None
    unreachable(search)
    return search.best


def _preprocessed(source: Path, reference: Compiler, shop: Workshop, *, keep_invalid: bool) -> str:
    made = reference.compile([source], shop.path(".i"), flags=["-w", "-E", "-P"])
    if made.output is None:
        if keep_invalid:
            return source.read_text(encoding="utf-8", errors="surrogateescape")
        raise NotReducible(f"the reference does not preprocess {source}")
    return made.output.read_text(encoding="utf-8", errors="surrogateescape")
