"""Make a diverging program smaller: the same verdict, the same stage, and never anything undefined."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from oracle.bisect.behaviour import Behaviour, Workshop, workshop
from oracle.bisect.boundaries import is_minicc
from oracle.compilers.protocol import Compiler
from oracle.judge import judge, read_program
from oracle.reduce.interesting import Check
from oracle.sandbox import Limits
from oracle.verdict import Verdict

SECONDS = 60.0


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
) -> Reduced:
    """Reduce `source` for at most `seconds` (and a few more for the last confirmation).

    `verdict` is the divergence to keep; judged when None. `tool` is "own" or "cvise". The result was judged in full.
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
        shop.tighten(reference, [source], ["-w", "-lm"])
        check = Check(verdict, subject, reference, shop)
        if verdict is Verdict.MISCOMPILE and is_minicc(subject):
            check.keeps = _same_side_of_lowering(source, subject, reference, shop)
        if not check.calibrate(text):
            raise NotReducible("the divergence cannot be repeated, or the program is not clean under the sanitizers")
        remaining = seconds - (time.monotonic() - started)
        steps, used = _steps(text, source, check, remaining, tool, progress)
        best, notes = _confirmed(steps, verdict, subject, reference, shop, limits)
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


def _steps(
    text: str, source: Path, check: Check, seconds: float, tool: str, progress: Callable[[int], None]
) -> tuple[list[str], str]:
    from minicc.diagnostics import CompileError

    if tool == "cvise":
        from oracle.reduce.cvise import reduce_with_cvise

        return [text, reduce_with_cvise(text, check, seconds)], "cvise"
    from oracle.reduce.own import reduce_text

    is_wrong = check.is_wrong if check.verdict is Verdict.MISCOMPILE else None
    try:
        _, accepted = reduce_text(text, str(source), check, seconds, progress, check, is_wrong)
    except (CompileError, ValueError, RecursionError) as why:
        if shutil.which("cvise") is None:
            raise NotReducible(f"{why} (and cvise, which does not parse, is not installed)") from None
        from oracle.reduce.cvise import reduce_with_cvise

        return [text, reduce_with_cvise(text, check, seconds)], "cvise"
    return [text, *accepted], "own"


def _confirmed(
    steps: list[str],
    verdict: Verdict,
    subject: Compiler,
    reference: Compiler,
    shop: Workshop,
    limits: Limits | None,
) -> tuple[str, tuple[str, ...]]:
    """The last step that the whole judge agrees with; found by going back in ever larger strides."""
    stride, index = 1, len(steps) - 1
    while index > 0:
        path = shop.write(steps[index], ".c")
        if judge(path, subject, reference, limits=limits).verdict is verdict:
            note = f"{len(steps) - 1 - index} last steps taken back: the judge refuses them"
            return steps[index], (note,) if index < len(steps) - 1 else ()
        index -= stride
        stride *= 2
    return steps[0], ("no smaller program convinces the judge",)


def _preprocessed(source: Path, reference: Compiler, shop: Workshop, *, keep_invalid: bool) -> str:
    made = reference.compile([source], shop.path(".i"), flags=["-w", "-E", "-P"])
    if made.output is None:
        if keep_invalid:
            return source.read_text(encoding="utf-8", errors="surrogateescape")
        raise NotReducible(f"the reference does not preprocess {source}")
    return made.output.read_text(encoding="utf-8", errors="surrogateescape")


def _same_side_of_lowering(
    source: Path, subject: Compiler, reference: Compiler, shop: Workshop
) -> Callable[[Path, Behaviour], bool]:
    """A condition that keeps a bug of the front end one of the front end, and one behind B3 behind it."""

    def good_at_lowering(program: Path, wanted: Behaviour) -> bool:
        return shop.behaviour(subject, [program], ["-w", "-lm", "-fboundary=B3"]) == wanted

    was_good = good_at_lowering(source, shop.behaviour(reference, [source], ["-w", "-lm"]))
    return lambda program, wanted: good_at_lowering(program, wanted) == was_good
