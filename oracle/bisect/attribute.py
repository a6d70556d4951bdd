"""From a divergence to the stage, pass, function and line that answer for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.bisect.attribution import Attribution
from oracle.bisect.behaviour import COMPILE_SECONDS, workshop
from oracle.bisect.boundaries import is_minicc, options_of_minicc
from oracle.bisect.case import Case, NotAttributable
from oracle.compilers.protocol import Compiler
from oracle.sandbox import Limits

if TYPE_CHECKING:
    from oracle.bisect.suspects import Sample

__all__ = ["NotAttributable", "attribute"]


def attribute(
    source: Path,
    subject: Compiler,
    reference: Compiler,
    *,
    limits: Limits | None = None,
    link_flags: tuple[str, ...] = ("-lm",),
    find_line: bool = True,
    samples: Sequence[Sample] = (),
    compile_seconds: float = COMPILE_SECONDS,
) -> Attribution:
    """Find out where `subject` goes wrong on `source`, a program that the judge has found to diverge.

    For minicc every boundary B0..Bo is at hand; for gcc and clang the pass; for any compiler the function (by mixed
    linking) and the line, also of what the compiler rejects, crashes on or does not finish.
    `samples` are other programs, which help to name the guilty function of minicc itself. A compilation that takes
    longer than `compile_seconds` (wall time) hangs.
    Raises NotAttributable when the reference has no program to compare with, or the subject agrees with it.
    """
    started = time.monotonic()
    with workshop(limits, compile_seconds) as shop:
        expected = shop.tighten(reference, [source], ["-w", *link_flags])
        if expected.failure is not None:
            raise NotAttributable(f"the reference does not compile the program: {expected.failure}")
        if expected.stopped is not None:
            raise NotAttributable(f"the reference's program was stopped by the limit on {expected.stopped}")
        case = Case(source, subject, reference, expected, shop, link_flags, find_line)
        found = _with_suspects(case, _attribution(case), samples)
    return replace(found, seconds=time.monotonic() - started)


def _attribution(case: Case) -> Attribution:
    if is_minicc(case.subject):
        from oracle.bisect.stages import StagesOfMinicc

        return StagesOfMinicc(case).attribution()
    from oracle.bisect.foreign import attribution_of_any_compiler

    return attribution_of_any_compiler(case)


def _with_suspects(case: Case, found: Attribution, samples: Sequence[Sample]) -> Attribution:
    """`found` with the functions of minicc that are likely to be wrong, when a stage of its front end is.

    Those in which a change makes the program right come first, then those that do not come to an end.
    """
    from oracle.bisect.suspects import MENDED, PACKAGES, suspects

    if found.stage not in PACKAGES or not is_minicc(case.subject):
        return found
    lines = set(found.candidate_lines) or ({found.line} if found.line is not None else set())
    try:
        named = suspects(
            case, options_of_minicc(case.subject), found.stage, lines, samples, told="\n".join(found.notes)
        )
    except NotAttributable:
        return found
    told = [str(one) for one in named]
    by_name: dict[str, str] = {}
    for one in (*(one for one in told if MENDED in one), *found.suspects, *told):
        by_name.setdefault(one.partition(" (")[0], one)
    return replace(found, suspects=tuple(by_name.values()))
